"""A whole site taken out into a folder and brought into another database, with the real commands."""

import json
import os
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from internships.models import Application
from migs_site.media_storage.names import SIGNERS
from migs_site.site_export import files
from migs_site.site_export.folder import MANIFEST, digest
from tests.conftest import use_database
from tests.databases import address_of
from tests.dumps import PROGRAMS
from tests.factories import images, internships
from tests.factories.accounts import editor
from tests.internships.forms import stored

pytestmark = pytest.mark.django_db(transaction=True)
HASHES = "SELECT count(*), coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') FROM {} t"


@pytest.fixture
def exported(tmp_path, settings, monkeypatch):
    """The folder of a site with pages, a picture, an application with its files, and somebody who may sign in."""
    monkeypatch.setenv("PATH", f"{PROGRAMS}:{os.environ['PATH']}")
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path / "old", tmp_path / "old" / "media"
    settings.MEDIA_ROOT.mkdir(parents=True)
    internships.offer()
    internships.application()
    images.image()
    editor()
    (settings.DATA_DIR / "erasures.txt").write_text("")
    (settings.MEDIA_ROOT / SIGNERS).write_text("the key of the old one")
    (tmp_path / "moving").mkdir(mode=0o755)
    call_command("export_site", str(tmp_path / "moving"), verbosity=0)
    return tmp_path / "moving"


@pytest.fixture
def elsewhere(request, databases, migrated_template, settings, tmp_path):
    """Another site without anything: migrated or without tables, without files, with a name of its own."""
    old = connection.settings_dict["NAME"]
    name = databases.clone(migrated_template if hasattr(request, "param") else "template0", "_elsewhere")
    use_database(name)
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path / "new", tmp_path / "new" / "media"
    settings.MEDIA_ROOT.mkdir(parents=True)
    settings.BASE_URL = "http://elsewhere.example:8080"
    (settings.MEDIA_ROOT / SIGNERS).write_text("its own key")  # of the edition that its worker has made of nothing
    yield old
    use_database(old)
    databases.drop(name)


def test_only_its_owner_reads_what_was_exported(exported):
    assert exported.stat().st_mode & 0o777 == 0o700


def everything(name: str, *but: str) -> dict[str, tuple[int, str]]:
    """Of each table how many rows it has, and a hash of them."""
    with psycopg.connect(address_of(name)) as asked:
        names = [table for [table] in asked.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        return {table: asked.execute(HASHES.format(table)).fetchone() for table in names if table not in but}


@pytest.mark.parametrize("elsewhere", ["migrated"], indirect=True)
def test_a_whole_site_moves(exported, elsewhere, settings, tmp_path, client):
    before = everything(elsewhere, "content_version", "wagtailcore_site")

    call_command("import_site", str(exported), digest(exported / MANIFEST), verbosity=0)

    assert everything(connection.settings_dict["NAME"], "content_version", "wagtailcore_site") == before
    assert [digest(path) for path in sorted(Path(settings.MEDIA_ROOT).rglob("*.png"))] == [
        digest(path) for path in sorted((tmp_path / "old" / "media").rglob("*.png"))
    ]
    assert (settings.DATA_DIR / "erasures.txt").exists()
    assert (settings.MEDIA_ROOT / SIGNERS).read_text() == "its own key"
    assert Application.objects.count() == 1
    assert len(stored()) == 3
    assert list(sites()) == [("elsewhere.example", 8080)]


def sites():
    with connection.cursor() as cursor:
        cursor.execute("SELECT hostname, port FROM wagtailcore_site")
        return cursor.fetchall()


def refused(folder: Path, checksum: str = "") -> str:
    """checksum: that of the folder as it is, unless given."""
    told = digest(folder / MANIFEST) if (folder / MANIFEST).exists() else "0" * 64
    with pytest.raises(CommandError) as error:
        call_command("import_site", str(folder), checksum or told, verbosity=0)
    return str(error.value)


def tables() -> int:
    with psycopg.connect(address_of(connection.settings_dict["NAME"])) as asked:
        return asked.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()[0]


def test_a_folder_that_is_not_as_it_was_is_refused_before_anything_is_changed(exported, elsewhere, tmp_path):
    picture = next((exported / "files").rglob("*.png"))
    content = picture.read_bytes()
    manifest = json.loads((exported / "manifest.json").read_text())

    picture.write_bytes(content[:-1])
    assert "is not as it was exported" in refused(exported)
    picture.unlink()
    assert "is not as it was exported" in refused(exported)
    picture.write_bytes(content)
    for changes, sentence in (
        ({"format": 2}, "this release reads 1: update it first."),
        (
            {"migrations": [*manifest["migrations"], "internships.9999_later"]},
            "by a newer release (with internships.9999_",
        ),
        ({"public_keys": ["age1other"]}, "The files of applications could not be opened here."),
    ):
        (exported / "manifest.json").write_text(json.dumps(manifest | changes))
        assert sentence in refused(exported)
    for name in ("contents", "migrations", "public_keys", "rows", "base_url"):
        for value in (None, 3, [[1]]):
            (exported / "manifest.json").write_text(json.dumps(manifest | {name: value}))
            assert "has no manifest that can be read" in refused(exported)
    (exported / "manifest.json").write_text("[" * 200_000)
    assert "has no manifest that can be read" in refused(exported)
    (exported / "manifest.json").unlink()
    assert "has no manifest that can be read" in refused(exported)
    assert tables() == 0


def test_a_folder_whose_manifest_was_written_anew_as_well_is_refused(exported, elsewhere):
    """What lies in it becomes SQL of the owner: only the old server knows whether it is ours."""
    told = digest(exported / MANIFEST)
    (exported / "database.dump").write_bytes(b"another")
    manifest = json.loads((exported / MANIFEST).read_text())
    manifest["contents"]["database.dump"] = digest(exported / "database.dump")
    (exported / MANIFEST).write_text(json.dumps(manifest))

    assert "has another checksum" in refused(exported, told)
    assert tables() == 0


def test_a_folder_that_another_account_could_change_meanwhile_is_refused(exported, elsewhere):
    """Who waits until the hash was taken would have other SQL run."""
    dump = exported / "database.dump"

    dump.chmod(0o664)
    assert f"Another account could change {dump} meanwhile" in refused(exported)
    dump.chmod(0o644)
    os.chown(exported, 65_534, -1)
    assert f"Another account could change {exported} meanwhile" in refused(exported)
    os.chown(exported, 0, -1)
    dump.rename(exported.parent / "dump")
    dump.symlink_to(exported.parent / "dump")
    assert f"Another account could change {dump} meanwhile" in refused(exported)
    assert tables() == 0


def test_an_import_that_was_killed_says_what_to_delete_before_it_is_begun_again(
    exported, elsewhere, settings, monkeypatch
):
    def killed(_source):
        (Path(settings.MEDIA_ROOT) / "half.png").write_bytes(b"half")
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(files, "copy_in", killed)
        with pytest.raises(KeyboardInterrupt):
            call_command("import_site", str(exported), digest(exported / MANIFEST), verbosity=0)

    assert "Make the database anew" in refused(exported)
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    assert "delete them all, and make the database anew" in refused(exported)
    (Path(settings.MEDIA_ROOT) / "half.png").unlink()

    call_command("import_site", str(exported), digest(exported / MANIFEST), verbosity=0)

    assert Application.objects.count() == 1


def test_the_export_tells_the_checksum_that_the_import_asks_for(exported, tmp_path, capsys):
    call_command("export_site", str(tmp_path / "again"))

    assert f"another way than the folder: {digest(tmp_path / 'again' / MANIFEST)}" in capsys.readouterr().out


def test_a_site_that_is_not_empty_is_never_written_over(exported, settings):
    assert "This site has pages or people already" in refused(exported)


def test_files_that_are_there_are_never_written_over(exported, elsewhere, settings):
    (Path(settings.MEDIA_ROOT) / "other.png").write_text("mine")

    assert "The storage holds files already, such as other.png" in refused(exported)
    assert tables() == 0


def test_an_export_goes_into_a_new_folder_only(exported):
    with pytest.raises(CommandError, match="is not empty: name a new folder"):
        call_command("export_site", str(exported), verbosity=0)


def test_without_the_programs_of_postgresql_an_export_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(CommandError, match="pg_dump was not found: install"):
        call_command("export_site", str(tmp_path / "moving"), verbosity=0)
