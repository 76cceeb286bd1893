"""Who presents no token is refused also where no application has a link yet."""

from django.db import migrations

# Before, the token was a part of the question, which PostgreSQL does not look at in an empty table.
FIRST = """
CREATE OR REPLACE FUNCTION public.internships_presented() RETURNS uuid LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = '' AS $$
DECLARE presented text := public.internships_token_hash();
BEGIN
    RETURN (
        SELECT application_id FROM public.internships_applicationlink
        WHERE token_hash = presented AND (expires_at IS NULL OR expires_at > statement_timestamp())
    );
END $$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION public.internships_presented() RETURNS uuid LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = '' AS $$
    SELECT application_id FROM public.internships_applicationlink
    WHERE token_hash = public.internships_token_hash()
        AND (expires_at IS NULL OR expires_at > statement_timestamp())
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("internships", "0047_first_opinions_of_reviews")]

    operations = [migrations.RunSQL(FIRST, BEFORE)]
