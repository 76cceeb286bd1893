"""The database itself lists what is erased, whoever deletes it: else an old backup would bring it back for good."""

from django.db import migrations

# With the owner's rights: whoever may delete an application need not be able to write the list.
LISTED = """
CREATE FUNCTION public.application_erased() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO public.internships_erasure (application_id, why) VALUES (OLD.id, 'other') ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER erased AFTER DELETE ON public.internships_application
FOR EACH ROW EXECUTE FUNCTION public.application_erased();
"""
NOT_LISTED = """
DROP TRIGGER erased ON public.internships_application;
DROP FUNCTION public.application_erased();
"""


class Migration(migrations.Migration):
    dependencies = [("internships", "0025_erasures")]

    operations = [migrations.RunSQL(LISTED, NOT_LISTED)]
