"""What visitors need of rows that they may neither read nor write: functions that act for the owner of the tables.

Each does one thing, and of an application it does it for the one whose token is presented (migration 44).
"""

from django.db import migrations

# The states are those of Application.State without the two of counted() in models/openings.py; a test holds them equal.
PLACES = """
CREATE FUNCTION public.internships_places_taken(round bigint) RETURNS bigint LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = '' AS $$
    SELECT count(*) FROM public.internships_application
    WHERE round_id = round AND state NOT IN ('draft', 'withdrawn')
$$;

CREATE FUNCTION public.internships_lock_places(projects bigint[], late_code text) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    PERFORM FROM public.internships_latecode WHERE code = late_code ORDER BY id FOR NO KEY UPDATE;
    PERFORM FROM public.internships_round WHERE id IN (
        SELECT round_id FROM public.internships_round_projects WHERE projectpage_id = ANY (projects)
    ) ORDER BY id FOR NO KEY UPDATE;
END $$;
"""
# As is_same_address() in students/links.py.
CONFIRM = """
CREATE FUNCTION public.internships_confirm_address() RETURNS boolean LANGUAGE plpgsql
SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    UPDATE public.internships_application AS application SET email_confirmed_at = statement_timestamp()
    FROM public.internships_applicationlink AS link
    WHERE application.id = public.internships_presented() AND email_confirmed_at IS NULL
        AND token_hash = public.internships_token_hash() AND mailed_to <> ''
        AND (mailed_to = email OR (octet_length(mailed_to) = length(mailed_to) AND
            lower(mailed_to COLLATE "C") = lower(email COLLATE "C")));
    RETURN FOUND;
END $$;
"""
# The search path is that of Procrastinate's own functions, which name no schema.
WORKER = """
CREATE FUNCTION public.internships_ask_worker(task text, what text, arguments jsonb) RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    -- Visitors have limits of their own (students/limits.py), which are reached long before; a stolen process has not.
    IF (SELECT count(*) FROM procrastinate_jobs WHERE task_name = task AND status = 'todo')
        + (SELECT count(*) FROM outbox_mail WHERE created_at > now() - interval '1 hour'
            AND key ~ '^internships[.](draft|lost|files|received|receipt):') >= 2500 THEN
        RAISE EXCEPTION 'Too many mails were asked for.' USING ERRCODE = 'program_limit_exceeded';
    END IF;
    PERFORM procrastinate_defer_jobs_v1(ARRAY[
        ROW('default', task, 0, NULL, left(task || ' ' || what, 200), arguments, NULL)::procrastinate_job_to_defer_v1
    ]);
EXCEPTION WHEN unique_violation THEN
    NULL;  -- it has been asked for, and not been done yet
END $$;

CREATE FUNCTION public.internships_ask_for_mail(kind text) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    found internships_application;
BEGIN
    SELECT * INTO found FROM internships_application WHERE id = internships_presented();
    IF (CASE kind
        WHEN 'draft' THEN found.state = 'draft'
        WHEN 'received' THEN found.state <> 'draft'
        WHEN 'files' THEN found.state <> 'draft'
        WHEN 'receipt' THEN found.email_confirmed_at IS NOT NULL
        ELSE false
    END) IS NOT TRUE THEN
        RAISE EXCEPTION 'This mail is not for this application.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM internships_ask_worker('internships.tasks.mail_applicant', kind || ':' || found.id,
        jsonb_build_object('application_id', found.id, 'kind', kind));
END $$;

CREATE FUNCTION public.internships_ask_for_links(email text) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF email !~ '^[^@[:space:]]+@[^@[:space:]]+$' OR length(email) > 320 THEN
        RAISE EXCEPTION 'No address.' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM internships_ask_worker('internships.tasks.mail_lost_links',
        encode(sha256(convert_to(email, 'UTF8')), 'hex'), jsonb_build_object('email', email));
END $$;
"""
# Of the mails about it a visitor reads those that were sent to them (students/everything_held.py).
MAILS = """
CREATE POLICY about_it ON public.outbox_mail FOR SELECT USING (
    state = 'sent' AND NOT starts_with(key, 'internships.new:')
    AND about = 'internships.application:' || (SELECT public.internships_presented())
);
ALTER TABLE public.outbox_mail ENABLE ROW LEVEL SECURITY;
"""
NO_MAILS = """
ALTER TABLE public.outbox_mail DISABLE ROW LEVEL SECURITY;
DROP POLICY about_it ON public.outbox_mail;
"""
SIGNATURES = [
    "internships_places_taken(bigint)",
    "internships_lock_places(bigint[], text)",
    "internships_confirm_address()",
    "internships_ask_worker(text, text, jsonb)",
    "internships_ask_for_mail(text)",
    "internships_ask_for_links(text)",
]


def each(statement: str) -> list[str]:
    return [statement.format(f"public.{signature}") for signature in SIGNATURES]


class Migration(migrations.Migration):
    dependencies = [
        ("internships", "0044_presented_tokens"),
        ("outbox", "0001_mails"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.RunSQL(MAILS, NO_MAILS),
        migrations.RunSQL(PLACES + CONFIRM + WORKER, each("DROP FUNCTION {}")),
        migrations.RunSQL(each("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC"), migrations.RunSQL.noop),
    ]
