"""What the release before can live with, and what not."""

import pytest
from django.core.management import CommandError, call_command
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

from migs_site.management.commands import lint_migrations


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        (migrations.AddField("PersonPage", "shoes", models.CharField(null=True)), []),
        (migrations.AddField("PersonPage", "shoes", models.CharField(db_default="")), []),
        (migrations.AddField("PersonPage", "shoes", models.ManyToManyField("people.PersonPage")), []),
        (migrations.CreateModel("Shoe", [("id", models.BigAutoField(primary_key=True))]), []),
        (migrations.RunSQL("SELECT 1"), []),
        (
            migrations.AddField("PersonPage", "shoes", models.CharField(default="")),
            ["adds the column shoes, which the release before does not fill: give it null or a db_default"],
        ),
        (migrations.RemoveField("PersonPage", "orcid"), ["takes a column away (orcid)"]),
        (migrations.RenameField("PersonPage", "orcid", "number"), ["renames a column (orcid)"]),
        (migrations.DeleteModel("PersonPage"), ["takes a table away (PersonPage)"]),
        (migrations.RenameModel("PersonPage", "Shoe"), ["renames a table (PersonPage)"]),
        (
            migrations.AlterField("PersonPage", "orcid", models.IntegerField()),
            ["changes the type of the column orcid"],
        ),
        (
            migrations.SeparateDatabaseAndState([migrations.RemoveField("PersonPage", "orcid")], []),
            ["takes a column away (orcid)"],
        ),
    ],
)
def test_an_operation_that_takes_away_is_named(db, operation, said):
    loader = MigrationLoader(None)
    migration = loader.disk_migrations[loader.graph.leaf_nodes("people")[0]]
    migration.operations = [operation]

    found = lint_migrations.problems(migration, loader)

    assert found == [f"{migration}: {sentence}." for sentence in said]


def test_a_migration_may_say_that_it_was_thought_about(db):
    loader = MigrationLoader(None)
    migration = loader.disk_migrations[loader.graph.leaf_nodes("people")[0]]
    migration.operations = [migrations.DeleteModel("PersonPage")]
    migration.takes_away = "the release before does not use it any more"

    assert lint_migrations.problems(migration, loader) == []


def test_what_was_released_is_not_looked_at_again(db, tmp_path, monkeypatch, capsys):
    """Our first migrations took columns away; with none of them released they would be named."""
    call_command("lint_migrations")
    assert capsys.readouterr().out.endswith("they only add.\n")

    nothing = tmp_path / "released.txt"
    nothing.touch()
    monkeypatch.setattr(lint_migrations, "RELEASED", nothing)
    with pytest.raises(CommandError, match="takes a column away"):
        call_command("lint_migrations")

    call_command("lint_migrations", "--release")
    call_command("lint_migrations")
    assert capsys.readouterr().out == "0 migrations since the last release: they only add.\n" * 2
