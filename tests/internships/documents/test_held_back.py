"""What waits for its scan, is malware or could not be scanned is opened by nobody, who is told why."""

import pytest
from django.db import transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse

from internships.documents.contents import HeldBack, ScanState, reseal
from tests.editing import signed_in
from tests.factories import accounts, internships
from tests.internships.documents.scanned import in_state, opened, state

pytestmark = pytest.mark.django_db

HELD_BACK = [ScanState.WAITING, ScanState.QUARANTINED, ScanState.COULD_NOT_SCAN]


@pytest.mark.parametrize("scan_state", ScanState.values)
def test_what_is_held_back_is_opened_by_nobody(scan_state):
    file = in_state(scan_state)
    file.scan_state = ScanState.CLEAN  # as it was when somebody read the row

    if scan_state in HELD_BACK:
        with pytest.raises(HeldBack):
            opened(file)
    else:
        assert opened(file) == b"words"


def test_what_is_held_back_is_sealed_anew_all_the_same():
    file = in_state(ScanState.QUARANTINED)

    with transaction.atomic():
        reseal(file)

    assert state(file) == (ScanState.QUARANTINED, "Eicar")


COULD_NOT = "it could not be scanned for malware. Ask whoever runs the site, or ask the applicant for another file."
REFUSALS = {
    "waiting": "This file was not opened: it has not been scanned for malware yet. Try again later.",
    "quarantined": "This file was not opened: malware was found in it. Ask the applicant for another file.",
    "could_not_scan": f"This file was not opened: {COULD_NOT}",
}


@pytest.mark.parametrize(("scan_state", "sentence"), REFUSALS.items())
def test_staff_are_told_why_it_was_not_opened(scan_state, sentence):
    application = internships.application()
    application.files.update(scan_state=scan_state, scanned_at=F("uploaded_at"))

    response = coordinator().get(reverse("applications:download", args=[application.pk, "cv"]), follow=True)

    assert [str(message) for message in response.context["messages"]] == [sentence]


def coordinator() -> Client:
    return signed_in(accounts.user("coordinator@example.org", groups=["Internship coordinators"]))
