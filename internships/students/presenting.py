"""A token is the right to one application, in the database too: what happens inside a block here sees no other one.

To the public process the database shows nothing of applications without it, and refuses every question (migration 44).
The owner of the tables, who a laptop and staff are, sees all of them; so leave nothing of an application unasked inside
a block that a template reads after it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection, transaction

PRESENT = "SELECT set_config('migs.token', %s, true)"


@contextmanager
def presenting(token: str) -> Iterator[None]:
    """One transaction, and no other around it, to which the token would stay when this block is over.

    Bound by the server and not written into the statement, which other connections of the same role may read.
    """
    with transaction.atomic(durable=True):
        connection.ensure_connection()
        with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
            cursor.execute(PRESENT, [token.encode(errors="surrogatepass").hex()])
        yield
