"""The migration that takes files from the disk into the database, and back."""

import hashlib
import re
import uuid
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from internships.documents.contents import open_unscanned
from internships.models import ApplicationFile
from tests.databases import OWN
from tests.factories import internships
from tests.internships.forms import CV, LETTER, SAMPLE

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, CHUNKS = "0010", "0011"
CONTENTS = {"cv": CV, "writing_sample": SAMPLE, "cover_letter": LETTER}


@pytest.fixture(scope="module")
def database_before(databases, django_db_setup, django_db_blocker):
    """The name of a database with one application, taken back once: that takes as long as all tests here."""
    with django_db_blocker.unblock():
        internships.draft(reference="K7QX-39TM")
        migrate(BEFORE)
        connection.close()
    name = databases.clone(own_database(), "_before")
    yield name
    databases.drop(name)


@pytest.fixture
def folder(settings, tmp_path, databases, database_before) -> Path:
    """As the site kept files before: three of one application and a draft, each with its row."""
    settings.DATA_DIR = tmp_path
    connection.close()
    assert databases.clone(database_before, OWN) == own_database()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM internships_application")
        [[application]] = cursor.fetchall()
    for kind, content in CONTENTS.items():
        add(tmp_path / "applications", application, kind, content)
    add(tmp_path / "applications", None, "cv", b"a draft")
    return tmp_path / "applications"


def own_database() -> str:
    return connection.settings_dict["NAME"]


def migrate(target: str = "0013") -> None:
    call_command("migrate", "internships", target, verbosity=0)


def add(folder: Path, application: uuid.UUID | None, kind: str, content: bytes) -> None:
    name = f"ab/{kind}" if application else "cd/draft"
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO internships_applicationfile"
            " (id, application_id, kind, file, format, original_name, size, sha256, uploaded_at)"
            " VALUES (gen_random_uuid(), %s, %s, %s, 'pdf', 'a.pdf', %s, %s, now())",
            [application, kind, name, len(content), digest],
        )


def stored() -> list[bytes]:
    """By the columns that the table had then."""
    contents = []
    for file in ApplicationFile.objects.only("sha256"):
        with open_unscanned(file) as content:
            contents.append(content.read())
    return sorted(contents)


def on_disk(folder: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_files_are_moved_and_put_back(folder):
    everything = sorted([*CONTENTS.values(), b"a draft"])
    before = on_disk(folder)

    migrate()
    moved = stored()
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        path.unlink()
    migrate(CHUNKS)
    left = chunks()
    migrate(BEFORE)
    back = on_disk(folder)
    modes = {oct(path.stat().st_mode)[-3:] for path in folder.rglob("*") if path.is_file()}
    migrate()

    assert [before, moved, back, stored()] == [everything] * 4
    assert (left, modes) == (0, {"600"})


def lose(folder):
    (folder / "ab" / "cv").rename(folder / "aside")


def change(folder):
    (folder / "aside").write_bytes(CV)
    (folder / "ab" / "cv").write_bytes(CV + b"?")


@pytest.mark.parametrize("harm", [lose, change])
def test_a_file_that_is_missing_is_named_and_all_others_are_moved(folder, harm):
    harm(folder)

    with pytest.raises(CommandError) as refused:
        migrate()
    moved_first = chunks()
    (folder / "aside").rename(folder / "ab" / "cv")
    migrate()

    said = str(refused.value)
    assert said.startswith(f"1 files of applications are not in {folder}, or are not what arrived there; all others")
    assert "\n  application K7QX-39TM, cv: ab/cv\n" in said
    assert (moved_first, stored()) == (3, sorted([*CONTENTS.values(), b"a draft"]))


def test_what_is_lost_can_be_given_up_with_the_statement_that_is_named(folder):
    lose(folder)
    with pytest.raises(CommandError) as refused:
        migrate()

    with connection.cursor() as cursor:
        cursor.execute(re.search(r"DELETE .*;", str(refused.value))[0])
    migrate()

    assert stored() == sorted([SAMPLE, LETTER, b"a draft"])


def test_without_a_private_key_nothing_is_put_back_and_nothing_is_lost(folder, settings):
    migrate()
    private, settings.FILE_IDENTITIES = settings.FILE_IDENTITIES, ""

    with pytest.raises(CommandError, match=r"cannot be put back into .*: FILE_IDENTITIES is not set\."):
        migrate(CHUNKS)

    settings.FILE_IDENTITIES = private
    migrate()
    assert (len(stored()), ApplicationFile.objects.count()) == (4, 4)


def chunks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT file_id) FROM internships_applicationfilechunk")
        return cursor.fetchone()[0]
