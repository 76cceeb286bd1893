"""Migrations that change rows or run SQL, taken back and run again without all those that came after them."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def take_back(app: str, *numbers: str) -> None:
    """The newest first. None of them may change a model: those that came after would not know it."""
    run(app, numbers, backwards=True)


def run_again(app: str, *numbers: str) -> None:
    run(app, numbers, backwards=False)


def run(app: str, numbers: tuple[str, ...], *, backwards: bool) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(None, [(executor.loader.get_migration_by_prefix(app, number), backwards) for number in numbers])
