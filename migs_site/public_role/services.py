"""Gives the role of the public process exactly what is listed, and takes everything else from it."""

import logging

from django.conf import settings
from django.db import connections, transaction
from psycopg import sql

from migs_site.public_role.grants import FUNCTIONS, table_grants

logger = logging.getLogger(__name__)

# Functions of an extension belong to it, and are left alone.
OUR_FUNCTIONS = """
SELECT p.oid::regprocedure::text FROM pg_proc AS p
WHERE pronamespace = 'public'::regnamespace AND pg_has_role(proowner, 'USAGE')
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
ORDER BY 1
"""
TOO_MIGHTY = """
SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication
    OR EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid)
    OR EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid)
FROM pg_roles WHERE rolname = %s
"""
NOTHING = """
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role};
REVOKE CREATE ON SCHEMA public FROM PUBLIC, {role};
REVOKE TEMPORARY, CREATE ON DATABASE {database} FROM PUBLIC, {role};
GRANT CONNECT ON DATABASE {database} TO {role};
GRANT USAGE ON SCHEMA public TO {role};
"""


class UnfitRole(Exception):
    """Says in a sentence why a role cannot be that of the public process."""


def follow_migrations(using: str, **kwargs) -> None:
    """A receiver of Django's post_migrate, so that a release never waits for somebody to think of it."""
    if settings.PUBLIC_ROLE:
        try:
            grant(settings.PUBLIC_ROLE, using)
        except UnfitRole as error:
            logger.error("Nothing was granted: %s", error)


def grant(role: str, using: str = "default") -> None:
    """Idempotent, and all or nothing: nobody is refused while it runs. Whoever calls it owns the tables.

    Raises UnfitRole. Tables that are migrated away at the moment are passed over.
    """
    with transaction.atomic(using), connections[using].cursor() as cursor:
        refuse_unfit(cursor, role)
        cursor.execute("SELECT current_database()")
        names = {"role": sql.Identifier(role), "database": sql.Identifier(cursor.fetchone()[0])}
        cursor.execute(sql.SQL(NOTHING).format(**names))
        there = connections[using].introspection.table_names(cursor)
        for table, rights in table_grants().items():
            if table in there:
                statement = sql.SQL("GRANT {rights} ON public.{table} TO {role}")
                cursor.execute(statement.format(rights=sql.SQL(rights), table=sql.Identifier(table), **names))
        grant_functions(cursor, names)


def refuse_unfit(cursor, role: str) -> None:
    cursor.execute(TOO_MIGHTY, [role])
    found = cursor.fetchone()
    if not found:
        raise UnfitRole(f"PostgreSQL has no role “{role}”: make it first (deploy/postgresql/public_role.sql).")
    if found[0]:
        raise UnfitRole(
            f"The role “{role}” owns tables, is in another role or has powers of its own: make a plain one."
        )


def grant_functions(cursor, names: dict[str, sql.Identifier]) -> None:
    cursor.execute(OUR_FUNCTIONS)
    for [function] in cursor.fetchall():
        is_listed = function.replace(",", ", ") in FUNCTIONS
        change = "GRANT EXECUTE ON FUNCTION {} TO {role}" if is_listed else "REVOKE EXECUTE ON FUNCTION {} FROM {role}"
        for statement in ("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC", change):
            cursor.execute(sql.SQL(statement).format(sql.SQL(function), **names))
