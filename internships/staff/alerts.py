"""What those who handle applications have to see to, on *What needs attention*."""

from django.urls import reverse
from django.utils.translation import ngettext

from internships.documents.scanning import could_not_scan, quarantined, waiting_too_long
from internships.erasure.nightly import overdue, unproved
from internships.models import ApplicationFile, Recusal
from internships.models.visibility import may_coordinate
from migs_site.base.metrics import Metric
from migs_site.editorial.attention import AttentionItem


def scans_to_see_to(request) -> list[AttentionItem]:
    """Three counts, and no names: where the scanner is away, what it found, what it could not scan."""
    if not may_coordinate(request.user):
        return []
    hidden = Recusal.objects.filter(person=request.user).values("application")
    kinds = (waiting_too_long, quarantined, could_not_scan)
    waiting, found, unscanned = (files().exclude(application__in=hidden).count() for files in kinds)
    waiting_said = ngettext(
        "%(number)d file of an application has been waiting for its malware scan for more than 15 minutes, and "
        "cannot be opened: tell whoever runs the site.",
        "%(number)d files of applications have been waiting for their malware scan for more than 15 minutes, and "
        "cannot be opened: tell whoever runs the site.",
        waiting,
    )
    found_said = ngettext(
        "Malware was found in %(number)d file of an application. Ask the applicant for another.",
        "Malware was found in %(number)d files of applications. Ask the applicants for others.",
        found,
    )
    unscanned_said = ngettext(
        "%(number)d file of an application could not be scanned for malware, and cannot be opened.",
        "%(number)d files of applications could not be scanned for malware, and cannot be opened.",
        unscanned,
    )
    counted = [(waiting, waiting_said, "waiting"), (found, found_said, "quarantined")]
    counted += [(unscanned, unscanned_said, "could_not_scan")]
    index = reverse("applications:index")
    return [
        AttentionItem(said % {"number": number}, f"{index}?scan={state}") for number, said, state in counted if number
    ]


def erasures_to_see_to(request) -> list[AttentionItem]:
    """What was promised to applicants, and did not happen."""
    if not may_coordinate(request.user):
        return []
    late, doubtful = overdue().count(), unproved().count()
    late_said = ngettext(
        "%(number)d application is past its time and was not erased: tell whoever runs the site.",
        "%(number)d applications are past their time and were not erased: tell whoever runs the site.",
        late,
    )
    doubtful_said = ngettext(
        "Nobody has proved that nothing is left of %(number)d erased application: tell whoever runs the site.",
        "Nobody has proved that nothing is left of %(number)d erased applications: tell whoever runs the site.",
        doubtful,
    )
    counted = [(late, late_said), (doubtful, doubtful_said)]
    address = reverse("applications:index")
    return [AttentionItem(said % {"number": number}, address) for number, said in counted if number]


def files_to_scan() -> list[Metric]:
    waiting = ApplicationFile.objects.filter(scan_state=ApplicationFile.ScanState.WAITING).count()
    said = "Files of applications that wait for their malware scan, and those that have for 15 minutes"
    return [Metric("files_to_scan", said, {"waiting": waiting, "late": waiting_too_long().count()})]
