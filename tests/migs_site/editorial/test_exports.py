"""No table that staff take away starts a formula, whoever wrote what is in it and whichever view exports it."""

import csv
import io
import re

import pytest
from django.test import RequestFactory
from openpyxl import load_workbook
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.models import Page

from migs_site.base.spreadsheets import harmless
from tests.migs_site.editorial.admin_views import Reader, addresses, admin_views
from tests.migs_site.editorial.admin_world import of_everything
from tests.worlds import world

pytestmark = pytest.mark.django_db

NASTY = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "'=1", '"=1', "＝1+1", "＋1", "－1", "＠x"]
NASTY += ["﹦1", "﹢1", "﹣1", "﹫x", "−1", "\u200b=1", "\ufeff=1", "\u200e+1", " \u00ad@x"]
DANGEROUS = re.compile(r"[\s\"\u00ad\u200b\u200e\ufeff]*[=+\-@\t\r＝＋－＠﹦﹢﹣﹫−]")
# Exports by views that are chosen when they are asked, so that their addresses do not show their classes.
CHOSEN_LATER = {"wagtailadmin_explore", "wagtailadmin_pages:type_use"}
EXPORTS = [
    view
    for view in admin_views()
    if view.name in CHOSEN_LATER
    or (
        issubclass(getattr(view.callback, "view_class", object), SpreadsheetExportMixin)
        and not view.name.endswith("_results")
    )
]


class Plain:
    """What the mixin stands on."""

    def setup(self, request):
        self.request = request


class LaterExport(SpreadsheetExportMixin, Plain):
    """An export that somebody writes later, and thinks of nothing."""

    list_export = ["title", "tags"]
    export_headings = {"tags": "=cmd|x"}


class Row:
    def __init__(self, title: str):
        self.title, self.tags = title, [title, title]


class Rows(list):
    model = Page


@world
def everything():
    return of_everything("=1+1")


def exported(view, rows: list) -> str:
    return b"".join(view.stream_csv(rows)).decode()


def is_table(response) -> bool:
    return "attachment" in response.headers.get("Content-Disposition", "")


def cells(response) -> list:
    if not is_table(response):
        return []
    if response.body[:2] == b"PK":
        sheet = load_workbook(io.BytesIO(response.body)).active
        return [cell for row in sheet.iter_rows() for cell in row]
    return [cell for row in csv.reader(io.StringIO(response.body.decode())) for cell in row]


def words_of(cell) -> str:
    return getattr(cell, "value", cell)


@pytest.mark.parametrize("title", NASTY)
def test_an_export_that_thinks_of_nothing_starts_no_formula(title):
    view = LaterExport()
    view.setup(RequestFactory().get("/", {"export": "csv"}))

    heading, row = csv.reader(io.StringIO(exported(view, Rows([Row(title)])), newline=""))

    assert [cell for cell in heading + row if DANGEROUS.match(cell)] == []
    assert (heading[1], row[0].endswith(title), harmless(harmless(title)).endswith(title)) == ("'=cmd|x", True, True)


@pytest.mark.parametrize("view", EXPORTS, ids=lambda view: view.name)
def test_an_address_that_offers_no_table_gives_none(view, everything):
    reader = Reader(everything["user"])
    [address, *_others] = addresses(view, everything)

    tables = [answer for kind in ("csv", "xlsx") if is_table(answer := reader.ask(address, {"export": kind}))]

    assert [table for table in tables if not any(map(words_of, cells(table)))] == []


@pytest.mark.parametrize("view", EXPORTS, ids=lambda view: view.name)
def test_no_export_of_the_admin_starts_a_formula(view, everything):
    reader = Reader(everything["user"])
    [address, *_others] = addresses(view, everything)

    words, sheet = (cells(reader.ask(address, {"export": kind})) for kind in ("csv", "xlsx"))
    assert [cell for cell in words if DANGEROUS.match(cell)] == []
    assert [cell.value for cell in sheet if cell.data_type == "f"] == []


def test_the_names_were_in_the_exports(everything):
    """Otherwise the walk would prove nothing."""
    reader, found = Reader(everything["user"]), set()
    for view in EXPORTS:
        [address, *_others] = addresses(view, everything)
        found |= {view.name} if any("=1+1" in cell for cell in cells(reader.ask(address, {"export": "csv"}))) else set()

    assert len(found) > 10
    assert {"people:index", "wagtailadmin_reports:site_history", "wagtailredirects:index"} <= found
