-- Tells whoever follows the fleet that something changed; what it is, they read. Nothing is sent when a
-- transaction is rolled back, and many changes of one transaction are one message.
CREATE FUNCTION tell_fleet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('rockpool_fleet', '');
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER accounts_told AFTER INSERT OR UPDATE OR DELETE ON accounts
  FOR EACH STATEMENT EXECUTE FUNCTION tell_fleet();
--> statement-breakpoint
CREATE TRIGGER agents_told AFTER INSERT OR UPDATE OR DELETE ON agents
  FOR EACH STATEMENT EXECUTE FUNCTION tell_fleet();
--> statement-breakpoint
CREATE TRIGGER leases_told AFTER INSERT OR UPDATE OR DELETE ON leases
  FOR EACH STATEMENT EXECUTE FUNCTION tell_fleet();
--> statement-breakpoint
CREATE TRIGGER machines_told AFTER INSERT OR UPDATE OR DELETE ON machines
  FOR EACH STATEMENT EXECUTE FUNCTION tell_fleet();
--> statement-breakpoint
CREATE TRIGGER hosts_told AFTER INSERT OR UPDATE OR DELETE ON hosts
  FOR EACH STATEMENT EXECUTE FUNCTION tell_fleet();
