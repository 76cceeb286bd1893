"""What those who handle applications have to see to."""

import datetime

import pytest
from django.db.models import F
from django.test import RequestFactory
from django.utils import timezone

from internships.erasure.services import erase
from internships.models import Application, ApplicationFile, Erasure
from internships.staff.alerts import erasures_to_see_to, scans_to_see_to
from tests.content_versions import queries
from tests.factories import accounts, internships

pytestmark = pytest.mark.django_db

AGO = datetime.timedelta(minutes=15, seconds=1)


def told(person=None, by=scans_to_see_to) -> list[str]:
    request = RequestFactory().get("/admin/")
    request.user = person or accounts.user("coordinator@example.org", groups=["Internship coordinators"])
    return [item.sentence for item in by(request)]


def scanned(application: Application, *states: str) -> None:
    """Give its files these states of the scan, since a while ago."""
    for kind, state in zip(ApplicationFile.Kind.values, states, strict=True):
        application.files.filter(kind=kind).update(
            scan_state=state, scanned_at=F("uploaded_at"), scan_wanted_at=F("scan_wanted_at") - AGO
        )


def test_three_things_are_told_with_their_number():
    scanned(internships.application(), "waiting", "quarantined", "could_not_scan")
    scanned(internships.application(name="Other"), "waiting", "clean", "off")

    assert told() == [
        "2 files of applications have been waiting for their malware scan for more than 15 minutes, and cannot be "
        "opened: tell whoever runs the site.",
        "Malware was found in 1 file of an application. Ask the applicant for another.",
        "1 file of an application could not be scanned for malware, and cannot be opened.",
    ]


def test_a_file_may_wait_for_a_quarter_of_an_hour():
    scanned(internships.application(), "waiting", "waiting", "waiting")
    ApplicationFile.objects.update(scan_wanted_at=F("scan_wanted_at") + datetime.timedelta(minutes=1))

    assert told() == []


@pytest.mark.parametrize("state", ["draft", "accepted", "declined", "not_selected", "withdrawn"])
def test_of_what_nobody_reads_only_the_scanner_is_a_matter(state):
    application = internships.application(state="received" if state == "draft" else state)
    if state == "draft":
        application = internships.draft(name="Draft")
        internships.application_file(application)
        Application.objects.exclude(pk=application.pk).delete()
    application.files.update(scan_state="quarantined", scanned_at=F("uploaded_at"))

    assert told() == []


def test_it_concerns_nobody_else_and_costs_three_queries():
    scanned(internships.application(), "waiting", "quarantined", "could_not_scan")
    person = accounts.user("coordinator@example.org", groups=["Internship coordinators"])
    told(person)

    assert (told(accounts.editor()), queries(lambda: told(person))) == ([], 3)


def test_what_was_promised_and_did_not_happen_is_told():
    for number in (1, 2):
        internships.timed(
            internships.draft(name=f"Late {number}"), saved_at=timezone.now() - datetime.timedelta(days=20)
        )
    erase(internships.draft(name="Erased"), why="staff")
    before = told(by=erasures_to_see_to)
    Erasure.objects.update(erased_at=F("erased_at") - datetime.timedelta(hours=26, seconds=1))

    late = "2 applications are past their time and were not erased: tell whoever runs the site."
    assert before == [late]
    assert told(accounts.user("another@example.org", groups=["Internship coordinators"]), by=erasures_to_see_to) == [
        late,
        "Nobody has proved that nothing is left of 1 erased application: tell whoever runs the site.",
    ]
    assert told(accounts.editor(), by=erasures_to_see_to) == []
