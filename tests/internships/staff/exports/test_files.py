"""Files of several applications as one archive, made while it is sent."""

import csv
import hashlib
import io
import zipfile

import pytest
from django.urls import reverse

from internships.documents.archives import PIECE, zipped
from internships.models import ApplicationFile
from migs_site.audit.models import AuditEntry
from migs_site.sealing import make_identity
from tests.editing import signed_in
from tests.factories import accounts, internships
from tests.internships.forms import CV

pytestmark = pytest.mark.django_db


def coordinator():
    return signed_in(accounts.user("coordinator@example.org", groups=["Internship coordinators"]))


def get(client, applications, kinds=ApplicationFile.Kind.values):
    return client.post(reverse("decisions:files"), {"id": [str(each.pk) for each in applications], "kinds": kinds})


def archive(response) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def manifest(found: zipfile.ZipFile) -> list[dict]:
    return list(csv.DictReader(io.StringIO(found.read("manifest.csv").decode("utf-8-sig"))))


def with_cv(**fields):
    made = internships.application(**fields)
    internships.application_file(made, content=CV, original_name="Camille’s cv.pdf")
    return made


def test_the_archive_has_the_files_under_plain_names_and_a_manifest():
    application, client = with_cv(), coordinator()

    response = get(client, [application], ["cv"])
    found = archive(response)

    name = f"{application.reference}-cv.pdf"
    assert (found.testzip(), found.namelist(), found.read(name)) == (None, [name, "manifest.csv"], CV)
    assert manifest(found) == [
        {
            "Reference number": application.reference,
            "Kind": "CV",
            "Name": name,
            "Size in bytes": str(len(CV)),
            "SHA-256": hashlib.sha256(CV).hexdigest(),
            "Why it is missing": "",
        }
    ]
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith('attachment; filename="applications-20')
    assert "no-store" in response["Cache-Control"]


def test_each_application_whose_files_were_taken_away_says_so():
    applications, client = [with_cv(name=name) for name in ("Adam", "Zoé")], coordinator()

    archive(get(client, applications, ["cv"]))

    entries = AuditEntry.objects.filter(action="application.files_exported").order_by("pk")
    assert {entry.about for entry in entries} == {f"internships.application:{each.pk}" for each in applications}
    assert [entry.detail for entry in entries] == [{"kinds": ["cv"]}] * 2


def test_a_file_that_cannot_be_opened_is_left_out_with_the_reason_and_the_rest_comes(settings, tmp_path):
    application, client = with_cv(), coordinator()
    ApplicationFile.objects.filter(application=application, kind="cv").update(scan_state="waiting")

    found = archive(get(client, [application], ["cv", "cover_letter"]))

    assert found.namelist() == [f"{application.reference}-cover_letter.pdf", "manifest.csv"]
    rows = {row["Kind"]: (row["Name"] != "", row["Why it is missing"] != "") for row in manifest(found)}
    assert rows == {"CV": (False, True), "Cover letter": (True, False)}


def test_without_the_key_there_is_a_manifest_of_reasons(settings, tmp_path):
    application, client = with_cv(), coordinator()
    make_identity(tmp_path / "another")
    settings.FILE_IDENTITIES = str(tmp_path / "another")

    found = archive(get(client, [application]))

    assert (found.namelist(), len(manifest(found))) == (["manifest.csv"], 3)


def test_what_is_hidden_is_in_no_archive_also_when_it_is_hidden_meanwhile():
    seen, hidden = with_cv(name="Adam"), with_cv(name="Zoé")
    client = coordinator()

    response = get(client, [seen, hidden], ["cv"])
    internships.recusal(hidden, accounts.User.objects.get())
    found = archive(response)

    assert found.namelist() == [f"{seen.reference}-cv.pdf", "manifest.csv"]


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"kinds": ["cv"]}, {"__all__": ["Tick at least one application."]}),
        ({"kinds": ["passport"]}, {"__all__", "kinds"}),
        ({}, {"__all__", "kinds"}),
    ],
)
def test_nothing_ticked_is_a_sentence(sent, errors):
    response = coordinator().post(reverse("decisions:files"), sent)

    assert set(response.context["form"].errors) == set(errors)


def test_no_piece_of_an_archive_is_large():
    content = b"%PDF-1.4\n" + bytes(3 * PIECE)
    application = internships.application()
    internships.application_file(application, content=content)

    pieces = list(zipped(application.files.select_related("application").filter(kind="cv")))

    assert max(map(len, pieces)) < PIECE + 1000
    assert len(pieces) > 3


@pytest.mark.parametrize("number", [1, 3])
def test_each_application_more_costs_the_same(number, django_assert_num_queries):
    applications = [with_cv(name=f"Name {each}") for each in range(number)]
    response = get(coordinator(), applications, ["cv"])

    with django_assert_num_queries(2 * number):
        archive(response)
