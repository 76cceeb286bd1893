"""The rows of the progress table for programs: CSV and JSON."""

import csv
import io
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.translation import get_language, gettext, pgettext

from migs_site.base.spreadsheets import harmless


def fields_of(row, request) -> dict[str, str | int]:
    """What is said of a recommendation, by the names that programs use, the same in both languages."""
    page, source, wording = row.page, row.source, row.page.wording
    return {
        "number": page.number,
        "statement": wording.words,
        "wording": wording.code,
        "wording_label": gettext("Printed wording") if wording.is_printed else gettext("Short form"),
        "printed_on_page": wording.page,
        "language": wording.language or page.locale.language_code,
        "set": row.set.title if row.set else "",
        "addressee": page.addressee.name,
        "status": page.status,
        "status_label": str(page.status_label),
        "as_of": page.assessed_on,
        "source_title": source.title if source else "",
        "source_publisher": source.publisher if source else "",
        "source_address": source.address if source else "",
        "source_archived_copy": source.archive_address if source else "",
        "address": urljoin(settings.BASE_URL, page.get_url(request)),
    }


def fields_of_outcome(entry, request) -> dict[str, str]:
    """What is said of an outcome that belongs to a set as a whole; of more than one source, the first."""
    page, source = entry.set_page, next(iter(entry.sources.all()), None)
    return {
        "set": page.title,
        "addressee": page.addressee.name if page.addressee else page.addressed_to,
        "status": entry.status,
        "status_label": str(entry.status_label),
        "as_of": entry.date,
        "outcome": entry.judgement,
        "source_title": source.title if source else "",
        "source_publisher": source.publisher if source else "",
        "source_address": source.address if source else "",
        "source_archived_copy": source.archive_address if source else "",
        "address": f"{urljoin(settings.BASE_URL, page.get_url(request))}#entry-{entry.pk}",
    }


def headings() -> list[str]:
    """The words above the columns of the CSV, in the reader's language."""
    return [
        gettext("Number"),
        gettext("Statement"),
        gettext("Wording code"),
        gettext("Wording"),
        gettext("Page"),
        gettext("Language"),
        gettext("Set"),
        gettext("Addressee"),
        gettext("Status code"),
        pgettext("recommendation", "Status"),
        gettext("As of"),
        gettext("Title of the source"),
        gettext("Publisher of the source"),
        gettext("Address of the source"),
        gettext("Archived copy of the source"),
        gettext("Address of the recommendation"),
        gettext("Outcome reported for the whole set"),
    ]


COLUMNS = [
    *["number", "statement", "wording", "wording_label", "printed_on_page", "language", "set", "addressee"],
    *["status", "status_label", "as_of", "source_title"],
    *["source_publisher", "source_address", "source_archived_copy", "address", "outcome"],
]


def as_csv(rows: list, outcomes: list, request) -> HttpResponse:
    """UTF-8 that begins with a byte order mark, without which Excel takes French for Latin-1; RFC 4180 otherwise."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(headings())
    records = [fields_of(row, request) for row in rows] + [fields_of_outcome(entry, request) for entry in outcomes]
    table.writerows([harmless(each.get(name, "")) for name in COLUMNS] for each in records)
    response = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{gettext("recommendations")}.csv"'
    return response


def as_json(rows: list, outcomes: list, request) -> JsonResponse:
    content = {"language": get_language(), "rows": [fields_of(row, request) for row in rows]}
    content["outcomes"] = [fields_of_outcome(entry, request) for entry in outcomes]
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False})
