"""Files lie in the database, sealed, with their rows: never without them, and never in parts."""

import ast
import hashlib
import os
import re
import subprocess
import sys
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Length

from internships.documents.contents import CHUNK_SIZE, open_content
from internships.models import Application, ApplicationFile, ApplicationFileChunk
from migs_site.base.content_triggers import is_shown
from tests.databases import ROOT, address_of
from tests.dumps import dump
from tests.factories import internships
from tests.internships import samples
from tests.internships.forms import post, stored, upload

pytestmark = pytest.mark.django_db

SIZES = [1, CHUNK_SIZE - 1, CHUNK_SIZE, 3 * CHUNK_SIZE]


def bytes_of(size: int) -> bytes:
    """That do not repeat."""
    return b"".join(hashlib.sha256(b"%d" % number).digest() for number in range(size // 32 + 1))[:size]


@pytest.mark.parametrize("size", SIZES)
def test_a_file_is_read_as_it_arrived(size):
    file = internships.application_file(content=bytes_of(size))

    with open_content(file) as plain:
        assert plain.read() == bytes_of(size)


def test_it_lies_in_chunks_that_are_numbered_from_nought_and_as_long_as_the_row_says():
    file = internships.application_file(content=bytes_of(2 * CHUNK_SIZE))

    lengths = list(file.chunks.order_by("number").values_list("number", Length("content")))

    assert lengths == [(0, CHUNK_SIZE), (1, CHUNK_SIZE), (2, file.sealed_size - 2 * CHUNK_SIZE)]
    assert (file.size, file.sealed_size > file.size) == (2 * CHUNK_SIZE, True)


def test_what_is_sealed_is_not_compressed_by_postgresql():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstorage FROM pg_attribute WHERE attrelid = 'internships_applicationfilechunk'::regclass"
            " AND attname = 'content'"
        )
        assert cursor.fetchone() == ("e",)  # EXTERNAL


def test_every_table_of_applications_makes_no_new_version_of_the_content():
    tables = [name for name in connection.introspection.table_names() if name.startswith("internships_application")]

    assert (len(tables), list(filter(is_shown, tables))) == (6, [])


def commit() -> None:
    """Let PostgreSQL check what it would check at the commit."""
    connection.check_constraints()


def without_content(file):
    facts = {"kind": "cv", "format": "pdf", "original_name": "a", "size": 1, "sha256": "", "sealed_size": 200}
    ApplicationFile.objects.create(application=internships.draft(), **facts)


def without_the_middle(file):
    file.chunks.filter(number=1).delete()


def with_a_shorter_end(file):
    file.chunks.filter(number=2).update(content=b"x")


def with_something_more(file):
    ApplicationFileChunk.objects.create(file=file, number=3, content=b"x")


def with_another_size(file):
    ApplicationFile.objects.update(sealed_size=file.sealed_size + 1)


def with_the_end_of_another(file):
    other = internships.application_file()
    other.chunks.update(file=file, number=3)


HALVES = [
    without_content,
    without_the_middle,
    with_a_shorter_end,
    with_something_more,
    with_another_size,
    with_the_end_of_another,
]


@pytest.mark.parametrize("halve", HALVES)
def test_no_row_is_committed_without_all_of_its_content(halve):
    file = internships.application_file(content=bytes_of(2 * CHUNK_SIZE))
    commit()

    with transaction.atomic():
        halve(file)
        with pytest.raises(IntegrityError, match="is stored with"):
            commit()
        transaction.set_rollback(True)


def test_no_content_is_committed_without_its_row():
    with transaction.atomic():
        ApplicationFileChunk.objects.create(file_id=uuid.uuid4(), number=0, content=b"x")
        with pytest.raises(IntegrityError, match="is not present"):
            commit()
        transaction.set_rollback(True)


def test_two_chunks_cannot_have_one_number():
    file = internships.application_file()

    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationFileChunk.objects.create(file=file, number=0, content=b"x")


def by_django(application):
    application.delete()


def by_sql(application):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM internships_application WHERE id = %s", [application.pk])


@pytest.mark.parametrize("delete", [by_django, by_sql])
def test_an_application_takes_its_content_with_it_and_no_other(delete):
    application = internships.draft()
    application.projects.add(internships.project_page())
    internships.application_file(application, content=b"hers")
    internships.application_file(internships.draft(name="Other"), content=b"his")

    delete(application)
    commit()

    assert ([each.name for each in Application.objects.all()], stored()) == (["Other"], [b"his"])
    assert ApplicationFileChunk.objects.count() == 1


def test_deleting_reads_no_content(django_assert_max_num_queries):
    application = internships.draft()
    internships.application_file(application)

    with django_assert_max_num_queries(10) as queries:
        application.delete()

    assert [query["sql"] for query in queries if "content" in query["sql"]] == []


@pytest.mark.django_db(transaction=True)
def test_ten_megabytes_are_stored_and_opened_in_less_than_four_of_memory():
    code = "from benchmarks.file_costs import memory; print(memory())"
    environment = os.environ | {"DATABASE_URL": address_of(connection.settings_dict["NAME"])}

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )

    grown = ast.literal_eval(done.stdout)
    assert (len(grown), {step: size for step, size in grown.items() if size > 4}) == (6, {})


PLANTED = [b"planted in a CV", b"planted in a sample", b"planted in a letter"]


def planted(number: int):
    return upload(samples.pdf(PLANTED[number].decode()), "a.pdf")


def test_no_word_of_a_file_is_in_the_database():
    internships.offer()
    assert PLANTED[0] in samples.pdf(PLANTED[0].decode())

    sent = post(cv=planted(0), writing_sample=planted(1), cover_letter=planted(2))
    kept = post(cv=planted(0), writing_sample=planted(1), cover_letter=planted(2), name="")

    everything = dump()
    assert (sent.status_code, kept.status_code, ApplicationFile.objects.count()) == (303, 303, 6)
    assert [words for words in [b"Camille Tremblay", *PLANTED] if words in everything] == [b"Camille Tremblay"]


def test_the_program_age_opens_a_file_without_us_as_the_documentation_says(settings, tmp_path):
    content = bytes_of(2 * CHUNK_SIZE)
    file = internships.application_file(content=content)
    text = (ROOT / "docs" / "operating.md").read_text()
    statement, command = re.search(r'psql .*?"(SELECT encode.*?)" \\\n *\| (base64 .*) > cv.pdf', text).groups()
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("FILE", str(file.pk)))
        [said] = cursor.fetchone()

    command = command.replace("staff-identity", settings.FILE_IDENTITIES)
    opened = subprocess.run(["sh", "-c", command], input=said.encode(), capture_output=True, check=True).stdout

    assert opened == content
