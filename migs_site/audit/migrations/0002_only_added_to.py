"""Nobody changes an entry, not even the owner of the table; and each has the time of the database, whatever was sent."""

from django.db import migrations

# What is old enough may be deleted, by whoever may delete at all. A mark of the session or a function that deletes for
# others would be open to everybody who can give either; the age of an entry is in nobody's hands.
FUNCTIONS = """
CREATE FUNCTION public.audit_refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    IF tg_op = 'DELETE' THEN
        IF old.at < now() - interval '3 years' THEN
            RETURN old;
        END IF;
    END IF;
    RAISE EXCEPTION 'The audit log is only added to.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION public.audit_date() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    new.at = statement_timestamp();
    RETURN new;
END $$;
"""
TRIGGERS = """
CREATE TRIGGER audit_refuse BEFORE UPDATE OR DELETE ON public.audit_auditentry
    FOR EACH ROW EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER audit_refuse_all BEFORE TRUNCATE ON public.audit_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse();
CREATE TRIGGER audit_date BEFORE INSERT ON public.audit_auditentry
    FOR EACH ROW EXECUTE FUNCTION public.audit_date();
"""
AWAY = "DROP FUNCTION public.audit_refuse() CASCADE; DROP FUNCTION public.audit_date() CASCADE;"


class Migration(migrations.Migration):

    dependencies = [("audit", "0001_audit_entries")]

    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, AWAY)]
