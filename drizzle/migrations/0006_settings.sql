CREATE TABLE "account_providers" (
	"account_id" text PRIMARY KEY NOT NULL,
	"host_id" text NOT NULL,
	"base_url" text NOT NULL,
	"model" text NOT NULL,
	"sealed_key" jsonb NOT NULL,
	"is_used" boolean NOT NULL,
	"set_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "configuration_versions" (
	"agent_id" text NOT NULL,
	"account_id" text NOT NULL,
	"version" integer NOT NULL,
	"hash" text NOT NULL,
	"content" jsonb NOT NULL,
	"kind" text NOT NULL,
	"restored_version" integer,
	"note" text NOT NULL,
	"user_id" text,
	"saved_at" timestamp (3) with time zone NOT NULL,
	"needs_restart" boolean NOT NULL,
	CONSTRAINT "configuration_versions_agent_id_version_pk" PRIMARY KEY("agent_id","version"),
	CONSTRAINT "configuration_versions_kind_known" CHECK ("configuration_versions"."kind" in ('found', 'saved', 'restored')),
	CONSTRAINT "configuration_versions_positive" CHECK ("configuration_versions"."version" > 0)
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "user_agent" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "last_seen_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "agents" ADD COLUMN "identity_text" text;--> statement-breakpoint
ALTER TABLE "agents" ADD COLUMN "user_text" text;--> statement-breakpoint
ALTER TABLE "account_providers" ADD CONSTRAINT "account_providers_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "configuration_versions" ADD CONSTRAINT "configuration_versions_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "configuration_versions" ADD CONSTRAINT "configuration_versions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "configuration_versions" ADD CONSTRAINT "configuration_versions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;