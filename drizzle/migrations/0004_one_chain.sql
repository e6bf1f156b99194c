-- The record is one chain of hashes over two tables. Links are made by deferred triggers, so the lock
-- that puts them in order is the last thing a transaction takes: whoever holds it waits for nobody.
CREATE TRIGGER audit_log_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_chain_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_chain
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- The texts name their columns one by one: a column that is added later must not change what an old row says.
CREATE FUNCTION audit_log_text(entry audit_log) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    entry.id, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    entry.actor, entry.user_id, entry.role, entry.address, entry.action,
    entry.account_id, entry.agent_id, entry.host_id, entry.facts
  )::text
$$;
--> statement-breakpoint
CREATE FUNCTION lifecycle_event_text(event lifecycle_events) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(
    event.id, to_char(event.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    event.account_id, event.agent_id, event.user_id, event.kind, event.facts
  )::text
$$;
--> statement-breakpoint
CREATE FUNCTION audit_link_hash(previous_hash text, seq bigint, source text, body text)
RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(
    sha256(convert_to(concat_ws(E'\n', previous_hash, seq::text, source, body), 'UTF8')), 'hex'
  )
$$;
--> statement-breakpoint
CREATE FUNCTION append_audit_link(source text, row_id bigint, body text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  last_seq bigint;
  last_hash text;
BEGIN
  PERFORM pg_advisory_xact_lock(7202690);
  -- A statement of its own: it sees what the one before us committed while we waited.
  SELECT c.seq, c.hash INTO last_seq, last_hash FROM audit_chain c ORDER BY c.seq DESC LIMIT 1;
  last_seq := coalesce(last_seq, 0) + 1;
  last_hash := coalesce(last_hash, repeat('0', 64));
  INSERT INTO audit_chain (seq, source, row_id, previous_hash, hash)
  VALUES (last_seq, source, row_id, last_hash, audit_link_hash(last_hash, last_seq, source, body));
END
$$;
--> statement-breakpoint
CREATE FUNCTION link_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM append_audit_link('audit', NEW.id, audit_log_text(NEW));
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION link_lifecycle_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM append_audit_link('lifecycle', NEW.id, lifecycle_event_text(NEW));
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Agents that lived before the chain did: their record begins it.
DO $$
DECLARE
  event lifecycle_events;
BEGIN
  FOR event IN SELECT * FROM lifecycle_events ORDER BY id LOOP
    PERFORM append_audit_link('lifecycle', event.id, lifecycle_event_text(event));
  END LOOP;
END
$$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER audit_log_linked AFTER INSERT ON audit_log
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION link_audit_log();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER lifecycle_events_linked AFTER INSERT ON lifecycle_events
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION link_lifecycle_event();
