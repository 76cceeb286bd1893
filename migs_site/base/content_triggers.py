"""Which tables make a new version of the content when they change: every one but those that no page shows.

`migrate` gives each table its triggers when it has done its migrations, so that a new model needs nothing.
"""

import hashlib
import time
from fnmatch import fnmatch

from django.db import OperationalError, connections, transaction
from psycopg.errors import LockNotAvailable

# Tables that change without any page changing, each with its reason.
EXCEPTIONS = {
    "accounts_*": "who may sign in",
    "audit_*": "what staff have done",
    "auth_*": "what staff may do",
    "content_touch": "the version itself",
    "content_version": "the version itself",
    "django_content_type": "changes with a release alone, whose migrate makes a new version",
    "django_migrations": "what migrate has done",
    "django_session": "who is signed in",
    "donations_donationcount": "figures for staff",
    "internships_application*": "what students sent; nobody but staff reads it",
    "internships_erasedlink": "which links led to applications that are no more",
    "internships_erasure": "which applications are no more",
    "internships_latecode": "who may come late; no page shows a code",
    "internships_decision": "what staff decided",
    "internships_importedmail": "which mails were put in",
    "internships_letter": "what staff write to applicants",
    "internships_mailpreference": "which mails staff want",
    "internships_packedfiles*": "files that a student takes away",
    "internships_privacynotice": "what applicants agreed to",
    "internships_assignment": "who reviews what",
    "internships_criterion": "what reviewers score",
    "internships_note": "what staff write about applications",
    "internships_recusal": "who is hidden what from",
    "internships_review": "what reviewers think",
    "internships_savedview": "lists of staff",
    "internships_score": "what reviewers think",
    "internships_statechange": "how applications went on",
    "migs_site_errorreport": "what went wrong of late",
    "migs_site_pendingpurge": "what web machines have not been told yet",
    "migs_site_sentform": "which forms of the admin were sent already",
    "outbox_mail": "what the worker sends; staff alone read it",
    "procrastinate_*": "the queue of jobs",
    "rate_limits_*": "how much visitors have done lately",
    "recommendations_assessmentsettings": "when staff are reminded",
    "wagtail_localize_*": "translations at work; what comes of them is published as pages",
    "wagtailadmin_*": "who edits what at the moment",
    "wagtailcore_*logentry": "the history that staff read",
    "wagtailcore_comment*": "comments of editors",
    "wagtailcore_group*": "what staff may do",
    "wagtailcore_pagesubscription": "mail to editors",
    "wagtailcore_referenceindex": "what is used where, for staff",
    "wagtailcore_revision": "drafts and what pages said earlier",
    "wagtailcore_task*": "steps of editing",
    "wagtailcore_uploadedfile": "uploads of which nothing has been made yet",
    "wagtailcore_workflow*": "steps of editing",
    "wagtailsearch_indexentry": "what staff search",
    "wagtailusers_*": "how staff like the admin",
}

DRAFT = (
    "'{draft_title, has_unpublished_changes, latest_revision_id, latest_revision_created_at,"
    " locked, locked_at, locked_by_id}'::text[]"
)
# The sitemap and the feeds give the day of the last revision for a page that was made without publishing it.
SHOWN_OF_PAGE = (
    f"(to_jsonb(old) - {DRAFT}) IS DISTINCT FROM (to_jsonb(new) - {DRAFT})"
    " OR (new.live AND new.last_published_at IS NULL)"
)
SHOWN_OF_LINK = (
    "(old.is_broken OR new.is_broken) AND (old.is_broken, old.address, old.last_checked_at)"
    " IS DISTINCT FROM (new.is_broken, new.address, new.last_checked_at)"
)
TRUNCATED = ("AFTER TRUNCATE", "STATEMENT")
EACH_CHANGE = {"content_touch": ("AFTER INSERT OR UPDATE OR DELETE", "STATEMENT"), "content_truncate": TRUNCATED}
# Of these only some changes are seen: a draft and a lock are not, nor is a night in which a link worked.
SOME_CHANGES = {
    "wagtailcore_page": {
        "content_touch": ("AFTER INSERT OR DELETE", "STATEMENT"),
        "content_update": ("AFTER UPDATE", f"ROW WHEN ({SHOWN_OF_PAGE})"),
        "content_truncate": TRUNCATED,
    },
    "outside_links_outsidelink": {
        "content_insert": ("AFTER INSERT", "ROW WHEN (new.is_broken)"),
        "content_update": ("AFTER UPDATE", f"ROW WHEN ({SHOWN_OF_LINK})"),
        "content_delete": ("AFTER DELETE", "ROW WHEN (old.is_broken)"),
        "content_truncate": TRUNCATED,
    },
}

NEW_VERSION = """
    INSERT INTO public.content_version AS kept VALUES (true, 1, gen_random_uuid())
    ON CONFLICT (one) DO UPDATE SET number = kept.number + 1, token = excluded.token
"""
INSTALLED = """
    SELECT relname, tgname, obj_description(pg_trigger.oid, 'pg_trigger')
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE tgfoid = 'public.content_touch'::regproc
"""
LOCK_TIMEOUT = "500ms"  # visitors never wait for it, and editors no longer than this
TRIES = 60


def is_shown(table: str) -> bool:
    return not any(fnmatch(table, pattern) for pattern in EXCEPTIONS)


def triggers_of(table: str) -> dict[str, str]:
    """The statement that makes each trigger of a table, by the trigger's name."""
    events = SOME_CHANGES.get(table, EACH_CHANGE) if is_shown(table) else {}
    return {
        name: f"CREATE OR REPLACE TRIGGER {name} {when} ON public.{table} FOR EACH {each}"
        " EXECUTE FUNCTION public.content_touch()"
        for name, (when, each) in events.items()
    }


def follow_migrations(using: str, **kwargs) -> None:
    """Bring the triggers of all tables up to date, and make a new version: a migration may change what no trigger sees.

    A receiver of Django's post_migrate. Nothing happens where the tables of the version have been migrated away.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regproc('public.content_touch') IS NOT NULL")
        if cursor.fetchone() != (True,):
            return
        cursor.execute(INSTALLED)
        installed = {(table, name): mark for table, name, mark in cursor.fetchall()}
    for table in connection.introspection.django_table_names(only_existing=True):
        had = {name: mark for (of, name), mark in installed.items() if of == table}
        if statements := mending(table, had):
            patiently(using, "; ".join(statements))
    with connection.cursor() as cursor:
        cursor.execute(NEW_VERSION)


def mending(table: str, had: dict[str, str]) -> list[str]:
    """What gives a table the triggers that it lacks and takes what it should not have.

    had: the comment of each of its triggers, by which it is known when the definition here has changed. To make or
    replace a trigger stops writers alone; to drop one would stop readers too.
    """
    statements = [f"DROP TRIGGER IF EXISTS {name} ON public.{table}" for name in had.keys() - triggers_of(table).keys()]
    for name, statement in triggers_of(table).items():
        mark = hashlib.sha256(statement.encode()).hexdigest()[:12]
        if had.get(name) != mark:
            statements += [statement, f"COMMENT ON TRIGGER {name} ON public.{table} IS '{mark}'"]
    return statements


def patiently(using: str, statements: str) -> None:
    """Run statements that need the lock of a table, giving way again and again to whoever is writing there."""
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic(using), connections[using].cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
                cursor.execute(statements)
            return
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable) or not left:
                raise
            time.sleep(0.5)
