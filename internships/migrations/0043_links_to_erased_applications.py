"""The database remembers which links led to what was erased, whoever deletes it."""

from django.db import migrations, models

# Not of a draft that was only left lying: what its student still has on the screen may begin anew. The day is the same
# for all that is erased in one month, so that it tells of no single erasure.
REMEMBERED = """
CREATE FUNCTION public.application_links_erased() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.state <> 'draft' OR NOT EXISTS (
        SELECT FROM public.internships_erasure WHERE application_id = OLD.id AND why = 'retention'
    ) THEN
        INSERT INTO public.internships_erasedlink (token_hash, forget_on)
        SELECT token_hash, date_trunc('month', now() AT TIME ZONE 'UTC') + interval '13 months'
        FROM public.internships_applicationlink WHERE application_id = OLD.id
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER links_erased BEFORE DELETE ON public.internships_application
FOR EACH ROW EXECUTE FUNCTION public.application_links_erased();
"""
NOT_REMEMBERED = """
DROP TRIGGER links_erased ON public.internships_application;
DROP FUNCTION public.application_links_erased();
"""


class Migration(migrations.Migration):
    dependencies = [("internships", "0042_lists_of_many_applications")]

    operations = [
        migrations.CreateModel(
            name="ErasedLink",
            fields=[
                ("token_hash", models.CharField(editable=False, max_length=64, primary_key=True, serialize=False)),
                ("forget_on", models.DateField(editable=False)),
            ],
            options={
                "verbose_name": "link to an erased application",
                "verbose_name_plural": "links to erased applications",
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(REMEMBERED, NOT_REMEMBERED),
    ]
