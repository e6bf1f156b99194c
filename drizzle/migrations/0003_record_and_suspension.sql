CREATE TABLE "audit_chain" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"row_id" bigint NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_chain_source_known" CHECK ("audit_chain"."source" in ('audit', 'lifecycle'))
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"user_id" text,
	"role" text,
	"address" text,
	"action" text NOT NULL,
	"account_id" text,
	"agent_id" text,
	"host_id" text,
	"facts" jsonb NOT NULL,
	CONSTRAINT "audit_log_actor_known" CHECK ("audit_log"."actor" in ('anonymous', 'user', 'system'))
);
--> statement-breakpoint
DROP INDEX "lifecycle_events_agent_idx";--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "suspended_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "suspended_reason" text;--> statement-breakpoint
ALTER TABLE "hosts" ADD COLUMN "wanted_pool_target" integer;--> statement-breakpoint
ALTER TABLE "hosts" ADD COLUMN "is_drain_wanted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "audit_chain_row_key" ON "audit_chain" USING btree ("source","row_id");--> statement-breakpoint
CREATE INDEX "audit_log_at_idx" ON "audit_log" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "audit_log_account_idx" ON "audit_log" USING btree ("account_id","at","id");--> statement-breakpoint
CREATE INDEX "audit_log_agent_idx" ON "audit_log" USING btree ("agent_id","at","id");--> statement-breakpoint
CREATE INDEX "audit_log_user_idx" ON "audit_log" USING btree ("user_id","at","id");--> statement-breakpoint
CREATE INDEX "audit_log_action_idx" ON "audit_log" USING btree ("action","at","id");--> statement-breakpoint
CREATE INDEX "accounts_created_idx" ON "accounts" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "accounts_suspended_idx" ON "accounts" USING btree ("created_at","id") WHERE "accounts"."suspended_at" is not null;--> statement-breakpoint
CREATE INDEX "agents_created_idx" ON "agents" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "agents_problem_idx" ON "agents" USING btree ("created_at","id") WHERE "agents"."problem" is not null;--> statement-breakpoint
CREATE INDEX "lifecycle_events_at_idx" ON "lifecycle_events" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "lifecycle_events_account_idx" ON "lifecycle_events" USING btree ("account_id","at","id");--> statement-breakpoint
CREATE INDEX "lifecycle_events_user_idx" ON "lifecycle_events" USING btree ("user_id","at","id");--> statement-breakpoint
CREATE INDEX "lifecycle_events_kind_idx" ON "lifecycle_events" USING btree ("kind","at","id");--> statement-breakpoint
CREATE INDEX "lifecycle_events_agent_idx" ON "lifecycle_events" USING btree ("agent_id","at","id");--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_suspended_with_reason" CHECK (("accounts"."suspended_at" is null) = ("accounts"."suspended_reason" is null));