"""Whether what migrations have done since the last release leaves the release before it at work."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED, Field

RELEASED = Path(settings.ROOT) / "deploy" / "released_migrations.txt"
OURS = ("migs_site", "people", "recommendations", "donations", "internships")
TAKEN_AWAY = {
    migrations.RemoveField: "takes a column away",
    migrations.DeleteModel: "takes a table away",
    migrations.RenameField: "renames a column",
    migrations.RenameModel: "renames a table",
    migrations.AlterModelTable: "renames a table",
}


class Command(BaseCommand):
    help = (
        "Fails if a migration since the last release takes away what that release needs, which goes on until the next "
        "one is ready, and to which an update goes back. --release writes down that all of them are released."
    )

    def add_arguments(self, parser):
        parser.add_argument("--release", action="store_true")

    def handle(self, **options):
        loader = MigrationLoader(None)
        ours = {key: migration for key, migration in loader.disk_migrations.items() if is_ours(migration)}
        if options["release"]:
            RELEASED.write_text("".join(f"{app}.{name}\n" for app, name in sorted(ours)))
        released = set(RELEASED.read_text().split())
        new = [migration for key, migration in sorted(ours.items()) if ".".join(key) not in released]
        if found := [problem for migration in new for problem in problems(migration, loader)]:
            raise CommandError("\n".join([*found, "Let one release stop using it, and take it away in the next."]))
        self.stdout.write(f"{len(new)} migrations since the last release: they only add.")


def is_ours(migration: migrations.Migration) -> bool:
    return type(migration).__module__.partition(".")[0] in OURS


def problems(migration: migrations.Migration, loader: MigrationLoader) -> list[str]:
    """A sentence for each operation; a migration that says why in `takes_away` has been thought about."""
    if getattr(migration, "takes_away", ""):
        return []
    before = loader.project_state((migration.app_label, migration.name), at_end=False)
    operations = flat(migration.operations)
    said = [what(operation, operations) or tightens(operation, before, migration) for operation in operations]
    return [f"{migration}: {sentence}." for sentence in said if sentence]


def flat(operations: list) -> list:
    """With those inside SeparateDatabaseAndState that reach the database."""
    inner = [getattr(operation, "database_operations", [operation]) for operation in operations]
    return [operation for group in inner for operation in group]


def what(operation, together: list) -> str:
    """What it would do to the release before; nothing where that can go on."""
    name = getattr(operation, "name", "")
    for kind, sentence in TAKEN_AWAY.items():
        if isinstance(operation, kind):
            return f"{sentence} ({name or getattr(operation, 'old_name', '')})"
    if isinstance(operation, migrations.AddField) and is_demanding(operation.field):
        made_here = {other.name_lower for other in together if isinstance(other, migrations.CreateModel)}
        if operation.model_name_lower not in made_here:
            return f"adds the column {name}, which the release before does not fill: give it null or a db_default"
    return ""


def is_demanding(field: Field) -> bool:
    """Whether a row cannot be inserted without it."""
    return not field.many_to_many and not field.null and field.db_default is NOT_PROVIDED


def tightens(operation, before: ProjectState, migration: migrations.Migration) -> str:
    """Whether a column that was there no longer takes what the release before puts into it."""
    old = before.models.get((migration.app_label, getattr(operation, "model_name_lower", "")))
    if not isinstance(operation, migrations.AlterField) or not old or operation.name not in old.fields:
        return ""
    field, new = old.fields[operation.name], operation.field
    if field.null and not new.null:
        return f"lets the column {operation.name} no longer be empty"
    if field.get_internal_type() != new.get_internal_type():
        return f"changes the type of the column {operation.name}"
    return ""
