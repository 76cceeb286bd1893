"""What somebody tries who has stolen the public process and holds one token, their own.

In a statement {theirs} stands for the number of somebody else's application, and {own} for that of their own.
"""

DENIED = "42501"  # insufficient_privilege: of a table, of a row (by a policy), or without a token

# Tables of which not even one row is seen, nor written.
HIDDEN = [
    "accounts_user", "accounts_user_groups", "django_session", "auth_group", "auth_permission", "audit_auditentry",
    "procrastinate_jobs", "procrastinate_events",
    "procrastinate_periodic_defers",
    "wagtailcore_revision", "wagtailcore_referenceindex", "wagtailsearch_indexentry", "wagtailcore_pagelogentry",
    "wagtailcore_modellogentry", "wagtailcore_pageviewrestriction", "wagtail_localize_string",
    "internships_note", "internships_review", "internships_score", "internships_recusal", "internships_decision",
    "internships_letter", "internships_importedmail", "internships_erasure", "internships_applicationcount",
    "internships_applicationfilechunk", "migs_site_sentform", "content_touch", "pg_authid",
]  # fmt: skip

# Each of these fails with the error beside it.
REFUSED = {
    # Reading more than one's own
    "SELECT content FROM internships_applicationfilechunk": DENIED,
    "COPY internships_application FROM '/etc/passwd'": DENIED,
    "SET row_security = off; SELECT name FROM internships_application": DENIED,
    "SELECT note FROM internships_latecode": DENIED,
    "SELECT * FROM internships_latecode": DENIED,
    "SELECT pg_read_file('/etc/passwd')": DENIED,
    "COPY (SELECT 1) TO PROGRAM 'id'": DENIED,
    "SELECT rolpassword FROM pg_authid": DENIED,
    # Being somebody else
    "SET ROLE postgres": DENIED,
    "SET SESSION AUTHORIZATION postgres": DENIED,
    "GRANT postgres TO CURRENT_USER": DENIED,
    "ALTER ROLE CURRENT_USER SUPERUSER": DENIED,
    "ALTER ROLE CURRENT_USER BYPASSRLS": DENIED,
    "ALTER ROLE postgres PASSWORD 'x'": DENIED,
    # Changing the guards
    "ALTER TABLE internships_application DISABLE ROW LEVEL SECURITY": DENIED,
    "DROP POLICY reads_it ON internships_application": DENIED,
    "CREATE POLICY all_of_it ON internships_application USING (true)": DENIED,
    "CREATE OR REPLACE FUNCTION internships_presented() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'": DENIED,
    "ALTER TABLE internships_statechange DISABLE TRIGGER moves": DENIED,
    "SET session_replication_role = replica": DENIED,
    "TRUNCATE internships_application": DENIED,
    "LOCK TABLE internships_application IN ACCESS EXCLUSIVE MODE": DENIED,
    "CREATE TABLE mine (a int)": DENIED,
    "CREATE TEMPORARY TABLE mine (a int)": DENIED,
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'": DENIED,
    "CREATE FUNCTION pg_temp.leaky(text) RETURNS bool LANGUAGE plpgsql COST 0.0001 AS 'BEGIN RETURN true; END'": DENIED,
    "CREATE SCHEMA mine": DENIED,
    "CREATE EXTENSION citext": DENIED,
    "DO LANGUAGE plpython3u 'pass'": "42704",  # there is none
    # Applications
    "INSERT INTO internships_applicationlink (application_id, token_hash, mailed_to)"
    " VALUES ('{theirs}', internships_token_hash(), '')": DENIED,
    "INSERT INTO internships_applicationlink (application_id, token_hash, mailed_to)"
    " VALUES (gen_random_uuid(), repeat('a', 64), '')": DENIED,
    "UPDATE internships_applicationlink SET application_id = '{theirs}'": DENIED,
    "UPDATE internships_applicationlink SET token_hash = repeat('a', 64)": DENIED,
    "UPDATE internships_applicationlink SET mailed_to = 'me@example.org'": DENIED,
    "DELETE FROM internships_applicationlink": DENIED,
    "UPDATE internships_application SET state = 'accepted'": DENIED,
    "UPDATE internships_application SET received_at = now()": DENIED,
    "UPDATE internships_application SET email_confirmed_at = now()": DENIED,
    "UPDATE internships_application SET reference = 'AAAA-AAAA'": DENIED,
    "UPDATE internships_application SET handled_by_id = 1": DENIED,
    "UPDATE internships_application SET name = 'Other'": DENIED,  # it was received
    "DELETE FROM internships_application": DENIED,
    "INSERT INTO internships_statechange (application_id, from_state, to_state, actor, reason, at)"
    " VALUES ('{own}', 'received', 'in_review', 'staff', '', now())": DENIED,
    "INSERT INTO internships_statechange (application_id, from_state, to_state, actor, reason, at)"
    " VALUES ('{own}', 'received', 'accepted', 'applicant', '', now())": "23514",  # an impossible move
    "INSERT INTO internships_statechange (application_id, from_state, to_state, actor, reason, at)"
    " VALUES ('{theirs}', 'received', 'withdrawn', 'applicant', '', now())": DENIED,
    "UPDATE internships_statechange SET reason = 'x'": DENIED,
    "DELETE FROM internships_statechange": DENIED,
    "UPDATE internships_applicationfile SET scan_state = 'clean'": DENIED,
    "INSERT INTO internships_application_projects (application_id, projectpage_id) VALUES ('{theirs}', 1)": DENIED,
    "INSERT INTO internships_applicationfilechunk (file_id, number, content) VALUES ('{their_file}', 9, 'x')": DENIED,
    "SELECT internships_erase('{theirs}', 'staff', NULL, '')": DENIED,
    "SELECT internships_erase_traces('internships.application:{theirs}', '{{}}')": DENIED,
    "INSERT INTO internships_erasedlink VALUES (repeat('a', 64), now())": DENIED,
    # Mail and jobs
    "SELECT html FROM outbox_mail": DENIED,
    "INSERT INTO outbox_mail (id, key) VALUES (gen_random_uuid(), 'x')": DENIED,
    "UPDATE outbox_mail SET text = 'x'": DENIED,
    "DELETE FROM outbox_mail": DENIED,
    "SELECT internships_ask_for_mail('receipt')": DENIED,  # its address was not confirmed
    "SELECT internships_ask_for_mail('draft')": DENIED,  # it is none
    "SELECT internships_ask_for_mail('accepted')": DENIED,
    "SELECT internships_ask_for_links('nobody')": "22023",
    "SELECT internships_ask_worker('migs_site.images.tasks.make_renditions', '', '{{}}')": DENIED,
    "SELECT procrastinate_defer_jobs_v1(ARRAY[]::procrastinate_job_to_defer_v1[])": DENIED,
    "SELECT procrastinate_fetch_job_v2(NULL, 1)": DENIED,
    "SELECT procrastinate_cancel_job_v1(1, true, true)": DENIED,
    # What others see
    "UPDATE wagtailcore_page SET title = 'x'": DENIED,
    "INSERT INTO wagtailredirects_redirect (old_path, is_permanent, redirect_link) VALUES ('/en', true, 'x')": DENIED,
    "UPDATE donations_donationtarget SET address_en = 'https://evil.example.org/'": DENIED,
    "UPDATE migs_site_contactdetails SET email = 'me@example.org'": DENIED,
    "INSERT INTO images_siterendition (filter_spec, file, width, height, focal_point_key, image_id)"
    " VALUES ('x', 'x', 1, 1, '', 1)": DENIED,
    "SELECT kind FROM migs_site_errorreport": DENIED,
    "UPDATE content_version SET number = 1": DENIED,
    "DELETE FROM donations_donationcount": DENIED,
    "UPDATE internships_privacynotice SET text = 'x'": DENIED,
    "UPDATE internships_round SET capacity = NULL": DENIED,
    "UPDATE internships_latecode SET expires_at = now()": DENIED,
    "INSERT INTO rate_limits_budget VALUES ('accounts.sign_in', 'x', now())": DENIED,
}

# Each of these finds or changes so many rows: what is somebody else's is as if it were not there.
AS_IF_NOT_THERE = {
    "SELECT 1 FROM internships_application": 1,
    "SELECT 1 FROM internships_application WHERE id = '{theirs}'": 0,
    "SELECT 1 FROM internships_application WHERE id = '{theirs}' FOR UPDATE": 0,
    "SELECT 1 FROM internships_application WHERE name LIKE '%%Other%%' OR true": 1,
    "SELECT 1 FROM internships_applicationlink WHERE application_id = '{theirs}'": 0,
    "SELECT 1 FROM internships_applicationfile WHERE application_id = '{theirs}'": 0,
    "SELECT 1 FROM internships_application_projects WHERE application_id = '{theirs}'": 0,
    "SELECT 1 FROM internships_statechange WHERE application_id = '{theirs}'": 0,
    "SELECT 1 FROM outbox_mail": 1,
    "SELECT 1 FROM outbox_mail WHERE about LIKE '%%{theirs}'": 0,
    "SELECT 1 FROM internships_packedfiles": 0,
    "SELECT 1 FROM internships_packedfileschunk": 0,
    "UPDATE internships_application SET name = 'x' WHERE id = '{theirs}'": 0,
    "UPDATE internships_applicationlink SET expires_at = now() WHERE application_id = '{theirs}'": 0,
    "DELETE FROM internships_applicationfile WHERE application_id = '{theirs}'": 0,
    "DELETE FROM internships_application_projects WHERE application_id = '{theirs}'": 0,
    "UPDATE rate_limits_budget SET whole_again_at = now() WHERE name = 'accounts.sign_in'": 0,
    "SELECT most_common_vals FROM pg_stats WHERE tablename = 'internships_application'": 0,
}

# What succeeds all the same. Decision 23 says what it means.
POSSIBLE = [
    "SELECT draft_title FROM wagtailcore_page",
    "SELECT title FROM wagtailcore_page WHERE NOT live",
    "SELECT password FROM wagtailcore_collectionviewrestriction",
    "SELECT code FROM internships_latecode",
    "UPDATE internships_latecode SET used_at = now()",
    "INSERT INTO internships_privacynotice (language, sha256, text, months)"
    " VALUES ('en', encode(sha256('x'), 'hex'), 'x', '{{}}')",
    "UPDATE donations_donationcount SET count = 999",
    "UPDATE rate_limits_budget SET whole_again_at = now() + interval '14 days' WHERE name LIKE 'internships.%%'",
    "INSERT INTO migs_site_errorreport (kind, times, request_id, path) VALUES ('a false error', 1, '', '')",
    "SELECT reltuples FROM pg_class WHERE relname = 'internships_application'",
    "SELECT n_tup_ins FROM pg_stat_user_tables WHERE relname = 'internships_application'",
    "SELECT qual FROM pg_policies",
    "SELECT prosrc FROM pg_proc WHERE proname = 'internships_erase'",
    "SELECT internships_places_taken(1)",
    "SELECT internships_is_new('{theirs}')",  # whether there is one of a number that nobody can guess
    "SELECT internships_lock_places('{{}}', '')",
    "SELECT internships_ask_for_mail('received')",  # to the address of their own application
    "SELECT internships_ask_for_links('somebody@example.org')",  # at most as often as the function allows
    "SELECT internships_erase_presented()",  # their own
    "DELETE FROM internships_applicationfile WHERE application_id = '{own}'",  # their own, also once it is received
    "NOTIFY procrastinate_any_queue_v1, 'not json'",  # to which the worker is deaf
    "SELECT pg_advisory_lock(7203114); SELECT pg_advisory_unlock_all()",
    "SELECT pg_sleep(0)",
    "SET statement_timeout = 0",
    "LOCK TABLE internships_application IN ROW EXCLUSIVE MODE",
]
