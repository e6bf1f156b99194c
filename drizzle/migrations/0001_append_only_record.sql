-- The record of an agent's life is only ever added to. Whoever has to remove rows for good reason
-- (a deleted account) has to say so by disabling this first.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;
--> statement-breakpoint
CREATE TRIGGER lifecycle_events_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON lifecycle_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
