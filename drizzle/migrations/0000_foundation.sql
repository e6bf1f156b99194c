CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attempt_counts" (
	"key" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"window_ends_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"account_id" text NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "memberships_account_id_user_id_pk" PRIMARY KEY("account_id","user_id"),
	CONSTRAINT "memberships_role_known" CHECK ("memberships"."role" in ('owner', 'member'))
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"is_operator" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "agents" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"desired" text DEFAULT 'running' NOT NULL,
	"name" text,
	"character" text,
	"about_me" text,
	"first_task" text,
	"onboarded_at" timestamp (3) with time zone,
	"first_task_sent_at" timestamp (3) with time zone,
	"skills" jsonb NOT NULL,
	"persona_version" integer DEFAULT 1 NOT NULL,
	"applied_persona_version" integer DEFAULT 0 NOT NULL,
	"lease_generation" integer DEFAULT 0 NOT NULL,
	"queued_at" timestamp (3) with time zone,
	"problem" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "agents_desired_known" CHECK ("agents"."desired" in ('running', 'asleep', 'deleted')),
	CONSTRAINT "agents_applied_within" CHECK ("agents"."applied_persona_version" between 0 and "agents"."persona_version"),
	CONSTRAINT "agents_onboarded_named" CHECK ("agents"."onboarded_at" is null or "agents"."name" is not null)
);
--> statement-breakpoint
CREATE TABLE "subscriptions" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"plan" text NOT NULL,
	"state" text NOT NULL,
	"trial_ends_at" timestamp (3) with time zone NOT NULL,
	"idempotency_key" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "subscriptions_plan_known" CHECK ("subscriptions"."plan" in ('pro', 'team')),
	CONSTRAINT "subscriptions_state_known" CHECK ("subscriptions"."state" in ('trialing', 'active', 'ended'))
);
--> statement-breakpoint
CREATE TABLE "hosts" (
	"id" text PRIMARY KEY NOT NULL,
	"driver" text NOT NULL,
	"isolation" jsonb NOT NULL,
	"many_accounts" boolean NOT NULL,
	"image" text NOT NULL,
	"model_kind" text NOT NULL,
	"model_name" text NOT NULL,
	"sealing_key" text NOT NULL,
	"pool_target" integer NOT NULL,
	"pool_in_flight" integer NOT NULL,
	"pool_problem" text,
	"typical_boot_ms" integer NOT NULL,
	"concurrent_boots" integer NOT NULL,
	"next_ready_at" timestamp (3) with time zone,
	"is_watched" boolean NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "image_skills" (
	"image" text NOT NULL,
	"key" text NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"emoji" text,
	"homepage" text,
	"is_eligible" boolean NOT NULL,
	"is_always" boolean NOT NULL,
	"missing" jsonb NOT NULL,
	CONSTRAINT "image_skills_image_key_pk" PRIMARY KEY("image","key")
);
--> statement-breakpoint
CREATE TABLE "machines" (
	"id" text PRIMARY KEY NOT NULL,
	"host_id" text NOT NULL,
	"image" text NOT NULL,
	"state" text NOT NULL,
	"agent_id" text,
	"generation" integer,
	"agent_state" text,
	"persona_version" integer,
	"problem" text,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"claimed_at" timestamp (3) with time zone,
	CONSTRAINT "machines_state_known" CHECK ("machines"."state" in ('booting', 'warming', 'ready', 'leased', 'stopped', 'failed', 'gone'))
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"id" text PRIMARY KEY NOT NULL,
	"agent_id" text NOT NULL,
	"machine_id" text NOT NULL,
	"host_id" text NOT NULL,
	"generation" integer NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"personalised_at" timestamp (3) with time zone,
	"ticketed_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"close_reason" text,
	CONSTRAINT "leases_generation_positive" CHECK ("leases"."generation" > 0),
	CONSTRAINT "leases_closed_with_reason" CHECK (("leases"."closed_at" is null) = ("leases"."close_reason" is null))
);
--> statement-breakpoint
CREATE TABLE "lifecycle_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "lifecycle_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone NOT NULL,
	"account_id" text NOT NULL,
	"agent_id" text NOT NULL,
	"user_id" text,
	"kind" text NOT NULL,
	"facts" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agents" ADD CONSTRAINT "agents_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "machines" ADD CONSTRAINT "machines_host_id_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."hosts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leases" ADD CONSTRAINT "leases_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leases" ADD CONSTRAINT "leases_machine_id_machines_id_fk" FOREIGN KEY ("machine_id") REFERENCES "public"."machines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leases" ADD CONSTRAINT "leases_host_id_hosts_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."hosts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attempt_counts_end_idx" ON "attempt_counts" USING btree ("window_ends_at");--> statement-breakpoint
CREATE INDEX "memberships_user_idx" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user_idx" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_expiry_idx" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_key" ON "users" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "agents_account_idx" ON "agents" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "agents_queue_idx" ON "agents" USING btree ("queued_at","id") WHERE "agents"."queued_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "subscriptions_idempotency_key" ON "subscriptions" USING btree ("account_id","idempotency_key");--> statement-breakpoint
CREATE UNIQUE INDEX "subscriptions_account_key" ON "subscriptions" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "machines_host_idx" ON "machines" USING btree ("host_id");--> statement-breakpoint
CREATE INDEX "machines_free_idx" ON "machines" USING btree ("changed_at","id") WHERE "machines"."state" = 'ready' and "machines"."claimed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "leases_generation_key" ON "leases" USING btree ("agent_id","generation");--> statement-breakpoint
CREATE UNIQUE INDEX "leases_open_agent_key" ON "leases" USING btree ("agent_id") WHERE "leases"."closed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "leases_open_machine_key" ON "leases" USING btree ("machine_id") WHERE "leases"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "lifecycle_events_agent_idx" ON "lifecycle_events" USING btree ("agent_id","id");