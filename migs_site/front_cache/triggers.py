"""Triggers that write down, with each change itself, what the web machines must be told: jobs for the worker.

So it is told whoever makes the change, a command or plain SQL too, and nobody can be killed between the two. `migrate`
makes them where FRONT_CACHES or CDN_URL is set, and takes them away where it is not.
"""

import hashlib

from django.conf import settings
from django.db import connections

from migs_site.base.content_triggers import patiently

QUEUE = "front"  # as in what follows

# They act for the owner of the tables, as in migration 0017; the queue's own triggers look for tables by bare names.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION public.front_pages_left() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    pages jsonb;
BEGIN
    IF tg_op = 'DELETE' THEN
        SELECT jsonb_agg(jsonb_build_array(was.id, was.content_type_id, was.locale_id, was.url_path)) INTO pages
        FROM gone_rows AS was WHERE was.live;
    ELSE
        SELECT jsonb_agg(jsonb_build_array(was.id, was.content_type_id, was.locale_id, was.url_path)) INTO pages
        FROM old_rows AS was JOIN new_rows AS now_is USING (id)
        WHERE was.live AND (NOT now_is.live OR was.url_path <> now_is.url_path);
    END IF;
    IF pages IS NOT NULL THEN
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args)
        VALUES ('front', 'migs_site.front_cache.tasks.withdraw', 100, jsonb_build_object('pages', pages));
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION public.front_pictures_left() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    files jsonb;
BEGIN
    SELECT jsonb_agg(was.file) INTO files FROM gone_rows AS was;
    IF files IS NOT NULL THEN
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args)
        VALUES ('front', 'migs_site.front_cache.tasks.withdraw_pictures', 100, jsonb_build_object('files', files));
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION public.front_redirects_changed() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    paths jsonb;
BEGIN
    IF tg_op = 'INSERT' THEN
        SELECT jsonb_agg(old_path || '/') INTO paths FROM new_rows;
    ELSIF tg_op = 'DELETE' THEN
        SELECT jsonb_agg(old_path || '/') INTO paths FROM gone_rows;
    ELSE
        SELECT jsonb_agg(DISTINCT old_path || '/') INTO paths
        FROM (SELECT old_path FROM gone_rows UNION SELECT old_path FROM new_rows) AS either;
    END IF;
    IF paths IS NOT NULL THEN
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args)
        VALUES ('front', 'migs_site.front_cache.tasks.withdraw_redirects', 100, jsonb_build_object('paths', paths));
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION public.front_content_changed() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, queueing_lock)
    VALUES ('front', 'migs_site.front_cache.tasks.refresh_changed_pages', 50, 'refresh_changed_pages')
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
"""
TRIGGERS = {
    ("front_pages_deleted", "wagtailcore_page"): "AFTER DELETE ON public.wagtailcore_page"
    " REFERENCING OLD TABLE AS gone_rows FOR EACH STATEMENT EXECUTE FUNCTION public.front_pages_left()",
    ("front_pages_changed", "wagtailcore_page"): "AFTER UPDATE ON public.wagtailcore_page"
    " REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows"
    " FOR EACH STATEMENT EXECUTE FUNCTION public.front_pages_left()",
    ("front_pictures_deleted", "images_siterendition"): "AFTER DELETE ON public.images_siterendition"
    " REFERENCING OLD TABLE AS gone_rows FOR EACH STATEMENT EXECUTE FUNCTION public.front_pictures_left()",
    ("front_redirects_made", "wagtailredirects_redirect"): "AFTER INSERT ON public.wagtailredirects_redirect"
    " REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.front_redirects_changed()",
    ("front_redirects_changed", "wagtailredirects_redirect"): "AFTER UPDATE ON public.wagtailredirects_redirect"
    " REFERENCING OLD TABLE AS gone_rows NEW TABLE AS new_rows"
    " FOR EACH STATEMENT EXECUTE FUNCTION public.front_redirects_changed()",
    ("front_redirects_deleted", "wagtailredirects_redirect"): "AFTER DELETE ON public.wagtailredirects_redirect"
    " REFERENCING OLD TABLE AS gone_rows FOR EACH STATEMENT EXECUTE FUNCTION public.front_redirects_changed()",
    ("front_content_changed", "content_version"): "AFTER INSERT OR UPDATE ON public.content_version"
    " FOR EACH STATEMENT EXECUTE FUNCTION public.front_content_changed()",
}
INSTALLED = """
    SELECT tgname, relname, obj_description(pg_trigger.oid, 'pg_trigger')
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE tgname LIKE 'front\\_%' AND NOT tgisinternal AND relnamespace = 'public'::regnamespace
"""


def follow_front_caches(using: str, **kwargs) -> None:
    """Bring the triggers to what FRONT_CACHES and CDN_URL ask for; a receiver of Django's post_migrate."""
    with connections[using].cursor() as cursor:
        tables = {"procrastinate_jobs", *(table for _name, table in TRIGGERS)}
        cursor.execute("SELECT count(to_regclass('public.' || name)) FROM unnest(%s::text[]) AS name", [list(tables)])
        is_ready = cursor.fetchone() == (len(tables),) and (settings.FRONT_CACHES or settings.CDN_URL)
        had = installed(cursor)
    wanted = TRIGGERS if is_ready else {}
    if any(had.get(place) != mark(statement) for place, statement in wanted.items()):
        patiently(using, FUNCTIONS)
    for (name, table), statement in wanted.items():
        if had.get((name, table)) != mark(statement):
            made = f"CREATE OR REPLACE TRIGGER {name} {statement}"
            patiently(using, f"{made}; COMMENT ON TRIGGER {name} ON public.{table} IS '{mark(statement)}'")
    for name, table in had.keys() - wanted.keys():
        patiently(using, f"DROP TRIGGER IF EXISTS {name} ON public.{table}")


def installed(cursor) -> dict[tuple[str, str], str]:
    """The comment of each trigger there is, by which it is known when its definition here has changed."""
    cursor.execute(INSTALLED)
    return {(name, table): comment for name, table, comment in cursor.fetchall()}


def mark(statement: str) -> str:
    return hashlib.sha256((FUNCTIONS + statement).encode()).hexdigest()[:12]
