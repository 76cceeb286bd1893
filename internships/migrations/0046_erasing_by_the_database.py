"""An application is erased by the database, whoever asks: staff, the worker, or a visitor who presents its token."""

from django.db import migrations

# What stays is its number in the list of erasures and in the audit log, and one more in sums (models/erasures.py). Of a
# year from which fewer than five applications are known only their number is counted, because sums of one are that one.
COUNT = """
CREATE FUNCTION public.internships_count_erased(application uuid) RETURNS void LANGUAGE plpgsql
SET search_path = '' AS $$
DECLARE
    gone public.internships_application;
    received timestamp;
    known bigint;
BEGIN
    SELECT * INTO gone FROM public.internships_application WHERE id = application;
    IF gone.received_at IS NULL THEN
        RETURN;
    END IF;
    received := gone.received_at AT TIME ZONE 'America/Toronto';
    SELECT count(*) INTO known FROM (
        SELECT FROM public.internships_application
        WHERE received_at >= date_trunc('year', received) AT TIME ZONE 'America/Toronto'
            AND received_at < (date_trunc('year', received) + interval '1 year') AT TIME ZONE 'America/Toronto'
        LIMIT 5
    ) AS there;
    known := known + coalesce((
        SELECT sum(number) FROM public.internships_applicationcount
        WHERE year = date_part('year', received) AND fact = 'received'
    ), 0);
    INSERT INTO public.internships_applicationcount AS counted (year, fact, value, number)
    SELECT date_part('year', received), facts.fact, facts.value, 1
    FROM (
        VALUES ('received', ''), ('month', to_char(received, 'MM')), ('state', gone.state), ('level', gone.level),
            ('language', gone.language)
        UNION ALL SELECT 'project', projectpage_id::text
        FROM public.internships_application_projects WHERE application_id = application
    ) AS facts (fact, value)
    WHERE facts.fact = 'received' OR known >= 5
    ORDER BY fact, value  -- in one order: of two at once one waits, and neither blocks the other
    ON CONFLICT (year, fact, value) DO UPDATE SET number = counted.number + 1;
END $$;
"""
# What names an application and does not hang on it by a foreign key: mails, jobs, Wagtail's history. A job that a worker
# has in its hands must stay until it ends; it finds nothing then, and holds numbers alone. (Procrastinate's triggers name
# no schema, hence the search paths.)
TRACES = """
CREATE FUNCTION public.internships_erase_traces(reference text, numbers text[]) RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM outbox_mail WHERE about = reference;
    DELETE FROM wagtailcore_modellogentry WHERE object_id = ANY (numbers);
    DELETE FROM procrastinate_jobs WHERE status <> 'doing' AND args::text ~ ANY (numbers);
END $$;
"""
ERASE = """
CREATE FUNCTION public.internships_erase(application uuid, reason text, user_pk bigint, user_label text) RETURNS boolean
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    code text;
    files text[];
    name text := 'internships.application:' || application;
BEGIN
    -- Whoever is changing it at the moment is waited for.
    SELECT reference INTO code FROM internships_application WHERE id = application FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    SELECT coalesce(array_agg(id::text), '{}') INTO files FROM internships_applicationfile WHERE application_id = application;
    PERFORM internships_count_erased(application);
    PERFORM internships_erase_traces(name, array_append(files, application::text));
    DELETE FROM wagtailcore_modellogentry WHERE label = code;  -- of what hung on it, which is called the same
    INSERT INTO internships_erasure (application_id, why) VALUES (application, reason) ON CONFLICT DO NOTHING;
    INSERT INTO audit_auditentry (action, about, user_pk, user_label, detail) VALUES ('application.erased', name, user_pk,
        user_label, jsonb_build_object('why', reason, 'files', cardinality(files)));
    DELETE FROM internships_application WHERE id = application;
    PERFORM procrastinate_defer_jobs_v1(ARRAY[ROW('default', 'internships.tasks.write_list_of_erasures', 0,
        'write_list_of_erasures', NULL, '{}'::jsonb, NULL)::procrastinate_job_to_defer_v1]);
    RETURN true;
END $$;

CREATE FUNCTION public.internships_erase_presented() RETURNS boolean LANGUAGE sql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(internships_erase(internships_presented(), 'applicant', NULL, ''), false)
$$;
"""
SIGNATURES = [
    "internships_erase_presented()",
    "internships_erase(uuid, text, bigint, text)",
    "internships_erase_traces(text, text[])",
    "internships_count_erased(uuid)",
]


def each(statement: str) -> list[str]:
    return [statement.format(f"public.{signature}") for signature in SIGNATURES]


class Migration(migrations.Migration):
    dependencies = [("internships", "0045_what_visitors_ask_for"), ("audit", "0002_only_added_to")]

    operations = [
        migrations.RunSQL(COUNT + TRACES + ERASE, each("DROP FUNCTION {}")),
        migrations.RunSQL(each("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC"), migrations.RunSQL.noop),
    ]
