"""Foreign keys by which the database itself deletes rows with what they belong to, whoever deletes that."""

from functools import partial

from django.db.migrations import RunPython


def cascade(table: str, column: str) -> RunPython:
    """The operation of a migration; the field of the model says DO_NOTHING. (Django 6.1 can do this by itself.)"""
    return RunPython(
        partial(remake_foreign_key, table=table, column=column, rule="ON DELETE CASCADE"),
        partial(remake_foreign_key, table=table, column=column, rule=""),
    )


def remake_foreign_key(apps, schema_editor, *, table: str, column: str, rule: str) -> None:
    """Under the name that Django gave it."""
    with schema_editor.connection.cursor() as cursor:
        constraints = schema_editor.connection.introspection.get_constraints(cursor, table)
        name, to = next(
            (name, is_["foreign_key"])
            for name, is_ in constraints.items()
            if is_["foreign_key"] and is_["columns"] == [column]
        )
        cursor.execute(
            f'ALTER TABLE {table} DROP CONSTRAINT "{name}", ADD CONSTRAINT "{name}" FOREIGN KEY ({column})'
            f" REFERENCES {to[0]} ({to[1]}) {rule} DEFERRABLE INITIALLY DEFERRED"
        )
