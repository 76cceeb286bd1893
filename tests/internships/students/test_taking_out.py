"""The files of an application, packed by the worker and taken away with a link that is good for a day."""

import csv
import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from internships.documents.packing import erase_packed, pack
from internships.erasure.services import erase
from internships.models import Application, ApplicationFile, Erasure, PackedFiles, PackedFilesChunk
from internships.students import limits
from internships.students.views import taking_out
from migs_site.outbox.models import Mail
from migs_site.rate_limits.services import Limit
from tests.dumps import dump
from tests.factories import internships
from tests.internships.forms import CV, LETTER, SAMPLE, address, shown, words
from tests.mailing import body, work
from tests.waiting import begin_beside

pytestmark = pytest.mark.django_db(transaction=True)

CONTENTS = {"cv": CV, "writing_sample": SAMPLE, "cover_letter": LETTER}


@pytest.fixture
def application() -> Application:
    made = internships.application(reference="K7QX-39TM")
    for kind, content in CONTENTS.items():
        internships.application_file(made, kind=kind, content=content, original_name=f"{kind} of Camille.pdf")
    return made


def ask(application: Application):
    return Client().post(address("files", args=[internships.link(application)]))


def test_what_is_erased_while_its_files_are_asked_for_leaves_no_mail(application, monkeypatch):
    def spend_and_be_overtaken(*args, **options):
        limits.spend_for_link(*args, **options)
        Client().post(address("erase", args=[internships.link(application)]))

    monkeypatch.setattr(taking_out, "spend_for_link", spend_and_be_overtaken)

    assert (ask(application).status_code, Mail.objects.count()) == (410, 0)


def link_in(message) -> str:
    return re.search(r"http://testserver(/en/apply/files/[a-z0-9]{58}/)", body(message))[1]


def taken(response) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_files_come_whole_by_a_link_that_is_mailed_and_need_no_private_key(application, inbox, settings):
    inbox.server.start()
    asked = ask(application)
    work()
    [message] = inbox.messages
    settings.FILE_IDENTITIES = ""

    page = Client().get(link_in(message))
    response = Client().post(link_in(message))

    assert "camille@example.org" in words(shown(asked).main)
    assert (message["To"], "of Camille" in message.as_string()) == ("camille@example.org", False)
    assert "The files of application K7QX-39TM in one ZIP archive." in words(shown(page).main)
    assert response["Content-Disposition"] == 'attachment; filename="K7QX-39TM.zip"'
    assert {name: response[name] for name in ("Referrer-Policy", "X-Robots-Tag")} == {
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    }
    files = taken(response)
    rows = csv.reader(io.StringIO(files.pop("manifest.csv").decode("utf-8-sig")))
    assert files == {f"K7QX-39TM-{kind}.pdf": content for kind, content in CONTENTS.items()}
    assert [row[5] for row in rows][1:] == ["", "", ""]


def test_the_database_holds_neither_the_key_nor_a_file_that_it_opens(application):
    key = pack(application)

    everything = dump().lower()

    assert [word in everything for word in (key.encode(), b"word/document.xml", b"%pdf")] == [False] * 3


@pytest.mark.parametrize("key", ["x", "a" * 58, "A" * 58, "%00", "é" * 29])
def test_a_wrong_key_opens_nothing(application, key):
    pack(application)

    responses = [getattr(Client(), method)(address("packed-files", args=[key])) for method in ("get", "post")]

    assert [response.status_code for response in responses] == [404, 404]


def test_a_link_ends_after_a_day_and_with_the_next_one(application):
    first, second = pack(application), pack(application)

    def statuses() -> list[int]:
        return [Client().get(address("packed-files", args=[key])).status_code for key in (first, second)]

    before = statuses()
    PackedFiles.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    after = statuses()

    assert (before, after) == ([404, 200], [404, 404])
    assert (erase_packed(), erase_packed(), PackedFilesChunk.objects.count()) == (1, 0, 0)


def test_two_workers_that_pack_at_once_both_have_a_link_to_mail_and_the_last_one_leads_to_the_files(application):
    keys = []
    with transaction.atomic():
        keys.append(pack(application))
        other = begin_beside(lambda: keys.append(pack(application)))
    other.join()

    statuses = [Client().get(address("packed-files", args=[key])).status_code for key in keys]

    assert statuses == [404, 200]
    assert set(CONTENTS.values()) < set(taken(Client().post(address("packed-files", args=[keys[1]]))).values())


def test_packed_files_are_there_for_a_day_and_go_with_the_application(application):
    pack(application)
    kept = [erase_packed(), PackedFiles.objects.count(), PackedFilesChunk.objects.count() > 0]
    left = PackedFiles.objects.get().expires_at - timezone.now()

    erase(application, why=Erasure.Why.APPLICANT)

    assert kept == [0, 1, True]
    assert timedelta(hours=23) < left <= timedelta(days=1)
    assert (PackedFiles.objects.count(), PackedFilesChunk.objects.count()) == (0, 0)


def test_a_file_in_which_malware_was_found_stays_out_with_the_reason(application):
    bad = application.files.filter(kind="cv")
    bad.update(scan_state=ApplicationFile.ScanState.QUARANTINED, scanned_at=timezone.now())

    files = taken(Client().post(address("packed-files", args=[pack(application)])))

    assert sorted(files) == ["K7QX-39TM-cover_letter.pdf", "K7QX-39TM-writing_sample.pdf", "manifest.csv"]
    assert "malware was found in it" in files["manifest.csv"].decode()


def test_what_was_damaged_is_said_and_nothing_half_is_handed_out(application):
    key = pack(application)
    PackedFilesChunk.objects.update(content=b"age-encryption.org/v1\n")

    response = Client().post(address("packed-files", args=[key]))

    assert (response.status_code, words(shown(response).select_one("[role=alert]"))) == (
        503,
        "The archive could not be opened just now. Try again in a few minutes.",
    )


def test_where_the_worker_has_no_key_the_archive_says_so_in_place_of_each_file(application, inbox, settings):
    inbox.server.start()
    settings.FILE_IDENTITIES = ""
    ask(application)

    work()

    [message] = inbox.messages
    files = taken(Client().post(link_in(message)))
    assert (list(files), files["manifest.csv"].decode().count("no private key")) == (["manifest.csv"], 3)


def test_asking_is_limited_and_asked_twice_mails_once(application, monkeypatch):
    monkeypatch.setattr(limits, "LINKS_BY_MAILBOX", Limit("links", 2, timedelta(hours=1)))

    answers = [ask(application).status_code for _time in range(3)]

    assert (answers, Mail.objects.count()) == ([200, 200, 429], 1)


def test_a_draft_and_a_wrong_link_have_no_files_to_take():
    draft = internships.link(internships.draft())

    places = [address("files", args=[token]) for token in (draft, "x" * 44)]

    assert [Client().post(place).status_code for place in places] == [404, 404]
