"""The malware scan of files, in the background: a file is clean only when the scanner has said so of all of it.

``scan_state`` says how far each file is, so that no job has to be remembered: one job tries at once, and another comes
every minute and tries what still waits. At each of its runs CLAMD_URL decides anew: where it was set, what nobody had
looked at waits for its scan; where it was emptied, what waited may be opened unscanned.
"""

import datetime
import logging
import time
from uuid import UUID

from django.conf import settings
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Now

from internships.documents import clamd
from internships.documents.contents import ScanState, open_unscanned
from internships.models import CLOSED, Application, ApplicationFile
from migs_site.sealing import Damaged, KeyMissing

logger = logging.getLogger(__name__)

SECONDS_AT_A_TIME = 30  # other work waits for the same worker
PAUSE = datetime.timedelta(minutes=5)  # after a try without an answer
LONG_PAUSE = datetime.timedelta(hours=1)  # once it was given up: somebody may have mended what was wrong
ALERT_AFTER = datetime.timedelta(minutes=15)
GIVEN_UP_AFTER = datetime.timedelta(days=1)
OPEN_QUESTIONS = [ScanState.WAITING, ScanState.COULD_NOT_SCAN]
NO_ANSWER = "no_answer"


def tried_within(pause: datetime.timedelta) -> Q:
    """A time in the future is of a clock that was wrong, and holds nothing up."""
    return Q(scanned_at__range=(Now() - pause, Now()))


def to_scan() -> QuerySet[ApplicationFile]:
    """What waits, and what was given up for a while; those not yet tried first, so that none stands in others' way."""
    waiting = Q(scan_state=ScanState.WAITING) & ~tried_within(PAUSE)
    given_up = Q(scan_state=ScanState.COULD_NOT_SCAN) & ~tried_within(LONG_PAUSE)
    return ApplicationFile.objects.filter(waiting | given_up).order_by(
        F("scanned_at").asc(nulls_first=True), "scan_wanted_at"
    )


def waiting_too_long() -> QuerySet[ApplicationFile]:
    return ApplicationFile.objects.filter(scan_state=ScanState.WAITING, scan_wanted_at__lt=Now() - ALERT_AFTER)


def quarantined() -> QuerySet[ApplicationFile]:
    """Files of applications that somebody still has to decide on, in which something was found."""
    return in_hand(ScanState.QUARANTINED)


def could_not_scan() -> QuerySet[ApplicationFile]:
    return in_hand(ScanState.COULD_NOT_SCAN)


def in_hand(scan_state: str) -> QuerySet[ApplicationFile]:
    """Those of drafts are no matter of staff’s, and nobody reads those of what is closed."""
    done = [Application.State.DRAFT, *CLOSED]
    return ApplicationFile.objects.filter(scan_state=scan_state).exclude(application__state__in=done)


def scanner_is_away() -> bool:
    """Whether it left one of the last tries without an answer; it is asked again after a pause."""
    return ApplicationFile.objects.filter(
        tried_within(PAUSE), scan_state__in=OPEN_QUESTIONS, scan_detail=NO_ANSWER
    ).exists()


def follow_setting() -> None:
    """Whether there is a scanner may have changed since the files came."""
    files = ApplicationFile.objects
    if settings.CLAMD_URL:
        files.filter(scan_state=ScanState.OFF).update(scan_state=ScanState.WAITING, scan_wanted_at=Now())
    else:
        files.filter(scan_state__in=OPEN_QUESTIONS).update(scan_state=ScanState.OFF, scan_detail="")


def scan_waiting() -> None:
    """Scan what waits, one file after the other, for a while or until the scanner does not answer."""
    follow_setting()
    until = time.monotonic() + SECONDS_AT_A_TIME
    while settings.CLAMD_URL and time.monotonic() < until and not scanner_is_away():
        file = to_scan().first()
        if not file:
            return
        scan(file)


def scan_new(file_id: UUID | str) -> None:
    """Scan a file that has just arrived. Where the scanner is away it waits with the others."""
    file = ApplicationFile.objects.filter(pk=file_id, scan_state=ScanState.WAITING, scanned_at=None).first()
    if file and settings.CLAMD_URL and not scanner_is_away():
        scan(file)


def scan(file: ApplicationFile) -> None:
    """Ask the scanner about one file and store what it says; in no transaction, so that nobody waits to erase it."""
    try:
        with open_unscanned(file) as content:
            found = clamd.ask(settings.CLAMD_URL, content)
    except KeyMissing:
        unanswered(file, "no_key", at_once=True)
    except clamd.NoAnswer as error:
        logger.warning("The malware scanner gave no answer: %s", error)
        unanswered(file, NO_ANSWER)
    except clamd.NotUnderstood as error:
        logger.warning("The malware scanner did not scan the file %s: %s", file.pk, error)
        unanswered(file, "not_understood")
    except Damaged:  # or sealed anew, or deleted, while it was read
        unanswered(file, "damaged")
    except OSError:
        logger.exception("There was no room to open a file for the malware scan.")
        unanswered(file, "no_room")
    else:
        answered(file, found)


def answered(file: ApplicationFile, found: str) -> None:
    """What was found holds whatever happened meanwhile; “nothing” only while the question was still open."""
    rows = ApplicationFile.objects.filter(pk=file.pk)
    if found:
        logger.warning("Malware was found in the file %s: %s", file.pk, found)
        rows.update(scan_state=ScanState.QUARANTINED, scan_detail=found, scanned_at=Now())
    else:
        rows.filter(scan_state__in=OPEN_QUESTIONS).update(scan_state=ScanState.CLEAN, scan_detail="", scanned_at=Now())


def unanswered(file: ApplicationFile, why: str, *, at_once: bool = False) -> None:
    """It waits on; after a day, or at once, it is one that could not be scanned."""
    given_up = Value(ScanState.COULD_NOT_SCAN.value)
    is_over = When(scan_wanted_at__lt=Now() - GIVEN_UP_AFTER, then=given_up)
    ApplicationFile.objects.filter(pk=file.pk, scan_state__in=OPEN_QUESTIONS).update(
        scan_state=given_up if at_once else Case(is_over, default=F("scan_state")), scan_detail=why, scanned_at=Now()
    )
