"""A file is clean when the scanner has said so, and is not opened before; without a scanner it can be opened."""

import datetime
from functools import partial

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import F
from procrastinate.contrib.django.models import ProcrastinateJob

from internships.documents import clamd, scanning
from internships.documents.contents import ScanState
from internships.documents.files import Document, store
from internships.models import Application, ApplicationFile
from internships.tasks import scan_file, scan_waiting_files
from tests.factories import internships
from tests.internships.documents import scanner as fakes
from tests.internships.documents.scanned import a_file, in_state, opened, state
from tests.internships.documents.scanner import EICAR, Scanner, says
from tests.mailing import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def scanner(settings, tmp_path):
    made = Scanner(tmp_path)
    settings.CLAMD_URL = made.address
    yield made
    made.stop()


def aged(file: ApplicationFile, **ages: datetime.timedelta) -> None:
    """Move its times into the past, such as scan_wanted_at by a day."""
    ApplicationFile.objects.filter(pk=file.pk).update(**{name: F(name) - age for name, age in ages.items()})


def run() -> None:
    scan_waiting_files(timestamp=0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"words", (ScanState.CLEAN, "")), (EICAR, (ScanState.QUARANTINED, "Eicar-Test-Signature"))],
)
def test_a_file_is_scanned_after_it_was_stored_as_it_was_before_it_was_sealed(scanner, content, expected):
    file = a_file(content)
    before = state(file)

    work()

    assert (before, state(file), scanner.heard) == ((ScanState.WAITING, ""), expected, [content])
    assert file.scanned_at is not None


@pytest.mark.django_db(transaction=True)
def test_the_job_is_taken_back_with_its_file(scanner):
    document = Document(kind="cv", content=ContentFile(b"words"), format="pdf", name="a.pdf", sha256="")

    with transaction.atomic():
        store(document, application=internships.draft())
        transaction.set_rollback(True)

    assert (ProcrastinateJob.objects.count(), ApplicationFile.objects.count()) == (0, 0)


def test_without_a_scanner_there_is_no_job_and_a_file_can_be_opened():
    file = a_file()

    run()

    assert (state(file), ProcrastinateJob.objects.count()) == ((ScanState.OFF, ""), 0)
    assert opened(file) == b"words"


@pytest.mark.parametrize(
    ("behave", "why"),
    [
        (fakes.hangs_up_at_once, "no_answer"),
        (fakes.hangs_up_in_the_middle, "no_answer"),
        (says(b"stream: OK"), "not_understood"),
        (says(b"stream: Can't open file or directory ERROR\0"), "not_understood"),
        (says(b"INSTREAM size limit exceeded. ERROR\0"), "not_understood"),
        (says(b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0"), "not_understood"),
    ],
)
def test_without_an_answer_a_file_waits_and_is_given_up_after_a_day(scanner, behave, why):
    file = a_file()
    well, scanner.behave = scanner.behave, partial(behave, scanner)
    found = []

    for age in [datetime.timedelta(), datetime.timedelta(hours=23.9), datetime.timedelta(hours=0.2)]:
        aged(file, scan_wanted_at=age, scanned_at=scanning.PAUSE)
        run()
        found.append(state(file))
    scanner.behave = well
    aged(file, scanned_at=scanning.LONG_PAUSE)
    run()

    waiting = (ScanState.WAITING, why)
    assert found == [waiting, waiting, (ScanState.COULD_NOT_SCAN, why)]
    assert state(file) == (ScanState.CLEAN, "")


def test_nobody_there_is_no_answer(scanner):
    file = a_file()
    scanner.stop()

    run()

    assert state(file) == (ScanState.WAITING, "no_answer")


def test_a_worker_without_the_key_finds_nothing_out_and_one_with_it_does(scanner, settings):
    file = a_file()
    key, settings.FILE_IDENTITIES = settings.FILE_IDENTITIES, ""
    run()
    without = state(file)

    settings.FILE_IDENTITIES = key
    aged(file, scanned_at=scanning.LONG_PAUSE)
    run()

    assert (without, state(file)) == ((ScanState.COULD_NOT_SCAN, "no_key"), (ScanState.CLEAN, ""))


def test_a_damaged_file_is_not_clean(scanner):
    file = a_file()
    file.chunks.update(content=bytes(file.sealed_size))

    run()

    assert (state(file), scanner.heard) == ((ScanState.WAITING, "damaged"), [])


def test_a_file_that_the_scanner_cannot_bear_holds_up_no_other(scanner):
    """It is tried first, the scanner pauses, and then come the others, and it again last."""
    bad, good = a_file(b"bad"), a_file(b"good", of=internships.draft(name="Other"))

    def behave(client):
        if scanner.listen(client) != b"bad":
            client.sendall(b"stream: OK\0")

    scanner.behave = behave
    run()
    run()
    first = list(scanner.heard)
    aged(bad, scanned_at=scanning.PAUSE)
    run()

    assert (first, scanner.heard) == ([b"bad"], [b"bad", b"good", b"bad"])
    assert [state(file)[0] for file in (bad, good)] == [ScanState.WAITING, ScanState.CLEAN]


def test_a_scanner_that_is_away_is_not_asked_by_each_file_that_arrives(scanner):
    first, second = a_file(), a_file(of=internships.draft(name="Other"))
    well, scanner.behave = scanner.behave, partial(fakes.hangs_up_at_once, scanner)
    scan_file(str(first.pk))
    scanner.behave = well

    scan_file(str(second.pk))
    away = [state(file) for file in (first, second)]
    aged(first, scanned_at=scanning.PAUSE)
    run()

    assert away == [(ScanState.WAITING, "no_answer"), (ScanState.WAITING, "")]
    assert [state(file) for file in (first, second)] == [(ScanState.CLEAN, "")] * 2


def test_a_second_run_asks_nothing(scanner):
    file = a_file()

    for _time in range(2):
        scan_file(str(file.pk))
        run()

    assert scanner.heard == [b"words"]


def test_a_scanner_that_comes_later_looks_at_everything_and_one_that_goes_leaves_nothing_shut(scanner, settings):
    settings.CLAMD_URL = ""
    files = [a_file(content, of=internships.draft(name=str(content))) for content in (b"words", EICAR)]
    run()
    before = [opened(file) for file in files]

    settings.CLAMD_URL = scanner.address
    run()
    looked_at = [state(file)[0] for file in files]
    late = [
        in_state(ScanState.WAITING, internships.draft(name="3")),
        in_state("could_not_scan", internships.draft(name="4")),
    ]
    settings.CLAMD_URL = ""
    run()

    assert before == [b"words", EICAR]
    assert looked_at == [ScanState.CLEAN, ScanState.QUARANTINED]
    assert [state(file)[0] for file in (*files, *late)] == ["clean", "quarantined", "off", "off"]


def test_a_clock_that_was_ahead_keeps_no_file_waiting(scanner):
    file = a_file()
    aged(file, scan_wanted_at=-datetime.timedelta(days=300))
    ApplicationFile.objects.update(scanned_at=F("scan_wanted_at"), scan_detail="no_answer")

    run()

    assert state(file) == (ScanState.CLEAN, "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("content", [b"words", EICAR])
def test_an_application_is_erased_while_its_file_is_scanned(scanner, content):
    file = a_file(content)

    def behave(client):
        Application.objects.all().delete()
        connection.close()
        scanner.look(client)

    scanner.behave = behave
    scan_file(str(file.pk))

    assert (scanner.heard, ApplicationFile.objects.count()) == ([content], 0)


@pytest.mark.django_db(transaction=True)
def test_malware_is_malware_although_the_scanner_was_taken_away_meanwhile(scanner, settings):
    file = a_file(EICAR)

    def behave(client):
        ApplicationFile.objects.update(scan_state=ScanState.OFF)
        connection.close()
        scanner.look(client)

    scanner.behave = behave
    scan_file(str(file.pk))

    assert state(file) == (ScanState.QUARANTINED, "Eicar-Test-Signature")


def test_a_hanging_scanner_costs_the_worker_its_time_limit_once_in_five_minutes(scanner, monkeypatch):
    monkeypatch.setattr(clamd, "SECONDS", 0.5)
    files = [a_file(of=internships.draft(name=str(number))) for number in range(3)]
    scanner.behave = partial(fakes.never_answers, scanner)

    run()
    for file in files:
        scan_file(str(file.pk))

    assert len(scanner.heard) == 1
