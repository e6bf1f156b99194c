CREATE TABLE "agent_facts" (
	"agent_id" text NOT NULL,
	"question" text NOT NULL,
	"answer" jsonb NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "agent_facts_agent_id_question_pk" PRIMARY KEY("agent_id","question")
);
--> statement-breakpoint
CREATE TABLE "skill_keys" (
	"agent_id" text NOT NULL,
	"skill_key" text NOT NULL,
	"host_id" text NOT NULL,
	"sealed_key" jsonb,
	"set_at" timestamp (3) with time zone NOT NULL,
	"applied_at" timestamp (3) with time zone,
	CONSTRAINT "skill_keys_agent_id_skill_key_pk" PRIMARY KEY("agent_id","skill_key")
);
--> statement-breakpoint
CREATE TABLE "usage_cursors" (
	"host_id" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_days" (
	"host_id" text NOT NULL,
	"account_id" text NOT NULL,
	"agent_id" text NOT NULL,
	"model" text NOT NULL,
	"day" date NOT NULL,
	"calls" integer NOT NULL,
	"refused" integer NOT NULL,
	"input_tokens" bigint NOT NULL,
	"cached_tokens" bigint NOT NULL,
	"output_tokens" bigint NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "usage_days_agent_id_day_model_host_id_pk" PRIMARY KEY("agent_id","day","model","host_id"),
	CONSTRAINT "usage_days_cached_within" CHECK ("usage_days"."cached_tokens" <= "usage_days"."input_tokens")
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "monthly_token_limit" bigint;--> statement-breakpoint
ALTER TABLE "hosts" ADD COLUMN "is_draining" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "hosts" ADD COLUMN "memory_total_mib" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "hosts" ADD COLUMN "memory_available_mib" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "machines" ADD COLUMN "asleep_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "machines" ADD COLUMN "wake_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "machines" ADD COLUMN "is_held" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "agent_facts" ADD CONSTRAINT "agent_facts_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "skill_keys" ADD CONSTRAINT "skill_keys_agent_id_agents_id_fk" FOREIGN KEY ("agent_id") REFERENCES "public"."agents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "usage_days_account_idx" ON "usage_days" USING btree ("account_id","day");--> statement-breakpoint
CREATE INDEX "usage_days_day_idx" ON "usage_days" USING btree ("day","model");