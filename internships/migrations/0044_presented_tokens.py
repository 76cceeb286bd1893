"""Row security: whoever is not the owner of the tables sees and changes an application only while presenting its token.

The token is a setting of the transaction, “migs.token” (internships/students/presenting.py). Without one every question
about these tables fails, rather than finding nothing, because much is deleted for which no row is found. The owner of the
tables, who staff and the worker are, is held to nothing. No role is named: what one may do at all is granted elsewhere
(migs_site/public_role/grants.py). Decision 23 says more.
"""

from django.db import migrations

TABLES = [
    "application", "applicationlink", "application_projects", "applicationfile", "applicationfilechunk",
    "statechange", "packedfiles", "packedfileschunk",
]  # fmt: skip

FUNCTIONS = """
CREATE FUNCTION public.internships_token_hash() RETURNS text LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
    token text := nullif(current_setting('migs.token', true), '');  -- its bytes, as hexadecimal digits
BEGIN
    IF token IS NULL THEN
        RAISE EXCEPTION 'No token was presented.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN encode(sha256(decode(token, 'hex')), 'hex');
END $$;

CREATE FUNCTION public.internships_presented() RETURNS uuid LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = '' AS $$
    SELECT application_id FROM public.internships_applicationlink
    WHERE token_hash = public.internships_token_hash()
        AND (expires_at IS NULL OR expires_at > statement_timestamp())
$$;

-- A link may lead to an application that is about to be made, and never to one that is there.
CREATE FUNCTION public.internships_is_new(application uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = '' AS $$
    SELECT NOT EXISTS (SELECT FROM public.internships_application WHERE id = application)
$$;
"""
NO_FUNCTIONS = """
DROP FUNCTION public.internships_is_new(uuid);
DROP FUNCTION public.internships_presented();
DROP FUNCTION public.internships_token_hash();
"""
EXECUTED_BY = """
REVOKE EXECUTE ON FUNCTION public.internships_token_hash(), public.internships_presented(),
    public.internships_is_new(uuid) FROM PUBLIC;
"""

# In brackets after SELECT the function is asked once in a statement, and not once for each row.
ITS = "(SELECT public.internships_presented())"
HASH = "(SELECT public.internships_token_hash())"
FRESH = """state = 'draft' AND arrived_by = 'form' AND num_nulls(
    received_at, closed_at, email_confirmed_at, handled_by_id, answer_by, round_id, late_code_id, notice_id) = 8"""
POLICIES = f"""
CREATE POLICY reads_it ON public.internships_application FOR SELECT
    USING (id = {ITS} OR id IN (SELECT application_id FROM public.internships_packedfiles));
CREATE POLICY begins_it ON public.internships_application FOR INSERT WITH CHECK (id = {ITS} AND {FRESH});
-- What was received is locked like this, and changed by nobody: its state changes by a row of its own.
CREATE POLICY changes_it ON public.internships_application FOR UPDATE
    USING (id = {ITS}) WITH CHECK (id = {ITS} AND state = 'draft');

CREATE POLICY reads_it ON public.internships_applicationlink FOR SELECT
    USING (token_hash = {HASH} OR application_id = {ITS});
CREATE POLICY begins_it ON public.internships_applicationlink FOR INSERT
    WITH CHECK (token_hash = {HASH} AND mailed_to = '' AND public.internships_is_new(application_id));
CREATE POLICY changes_it ON public.internships_applicationlink FOR UPDATE USING (application_id = {ITS});

CREATE POLICY its ON public.internships_application_projects USING (application_id = {ITS});

CREATE POLICY reads_it ON public.internships_applicationfile FOR SELECT USING (application_id = {ITS});
CREATE POLICY begins_it ON public.internships_applicationfile FOR INSERT
    WITH CHECK (application_id = {ITS} AND scan_state IN ('waiting', 'off') AND scanned_at IS NULL);
CREATE POLICY ends_it ON public.internships_applicationfile FOR DELETE USING (application_id = {ITS});
CREATE POLICY begins_it ON public.internships_applicationfilechunk FOR INSERT
    WITH CHECK (EXISTS (SELECT FROM public.internships_applicationfile WHERE id = file_id));

CREATE POLICY reads_it ON public.internships_statechange FOR SELECT USING (application_id = {ITS});
CREATE POLICY begins_it ON public.internships_statechange FOR INSERT
    WITH CHECK (application_id = {ITS} AND actor = 'applicant' AND by_id IS NULL AND reason = '');

CREATE POLICY reads_it ON public.internships_packedfiles FOR SELECT
    USING (key_hash = {HASH} AND expires_at > statement_timestamp());
CREATE POLICY reads_it ON public.internships_packedfileschunk FOR SELECT
    USING (EXISTS (SELECT FROM public.internships_packedfiles WHERE id = packed_id));

-- Whoever may make a move need not be able to change an application.
ALTER FUNCTION public.application_moves() SECURITY DEFINER;
"""
NO_POLICIES = """
ALTER FUNCTION public.application_moves() SECURITY INVOKER;
DO $$ DECLARE policy record; BEGIN
    FOR policy IN SELECT policyname, tablename FROM pg_policies
        WHERE schemaname = 'public' AND tablename LIKE 'internships\\_%' LOOP
        EXECUTE format('DROP POLICY %I ON public.%I', policy.policyname, policy.tablename);
    END LOOP;
END $$;
"""


def each(statement: str) -> list[str]:
    return [f"ALTER TABLE public.internships_{table} {statement} ROW LEVEL SECURITY" for table in TABLES]


class Migration(migrations.Migration):
    dependencies = [("internships", "0043_links_to_erased_applications")]

    operations = [
        migrations.RunSQL(FUNCTIONS + EXECUTED_BY, NO_FUNCTIONS),
        migrations.RunSQL(POLICIES, NO_POLICIES),
        migrations.RunSQL(each("ENABLE"), each("DISABLE")),
    ]
