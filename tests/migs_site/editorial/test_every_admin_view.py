"""Whatever stands behind the “?” of an address in the admin, the answer is never an error of ours.

The views come from the URL resolver; what is asked of each comes from what it reads, from its own filters, and from
the orders that it offers.
"""

import re

import pytest
from bs4 import BeautifulSoup, SoupStrainer
from django.db import connection

from tests.migs_site.editorial.admin_views import Reader, addresses, admin_views
from tests.migs_site.editorial.admin_world import WORD, of_everything
from tests.worlds import world

pytestmark = pytest.mark.django_db

FEW = ["abc", "9" * 20]
NONSENSE = [*FEW, "", "-1", "2026-13-45", "a\x00b", "é’\u202e" + "x" * 500]
LISTING = {"p", "q", "ordering", "export"}  # who reads one of these is a list
ORDERS = re.compile(r"ordering=(-?[\w.]+)")
VIEWS = admin_views()
# Lists that give their rows alone as well, when somebody searches or filters: those are asked for in every combination.
WITH_RESULTS = {view.name.removesuffix("_results") for view in VIEWS if view.name.endswith("_results")}


@pytest.fixture(autouse=True)
def no_cursors_on_the_server(monkeypatch):
    """A view that fails leaves one open, and each answer here is taken back."""
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)


@world
def everything():
    return of_everything()


def questions(view, response, *, is_first: bool):
    """What is asked of a view, from what it reads and offers; most of a list, and of one address of each view."""
    read = response.read
    if not is_first or not read:
        return
    is_list = bool(read & LISTING)
    alone = view.name not in WITH_RESULTS
    yield from (dict.fromkeys(read, value) for value in (NONSENSE if is_list and alone else FEW))
    if is_list:
        yield from ({"p": number} for number in ("0", "2", "99999", "abc") if "p" in read)
        yield from ({"q": words, "p": "2"} for words in (WORD, "nowhere at all") if "q" in read)
    if is_list and alone:
        yield from combinations(response)


def combinations(response):
    """Each order, filter and format that a list offers: alone, and with a search that finds something."""
    orders = sorted({order.lstrip("-") for order in ORDERS.findall(response.body.decode(errors="replace"))})
    found = {"q": WORD} if "q" in response.read else {}
    yield from ({"ordering": order} for order in orders)
    yield from ({"ordering": f"-{order}"} | found for order in orders)
    yield from (choice | found for choice in choices(response))
    yield from ({"export": kind} | found for kind in ("csv", "xlsx") if "export" in response.read)


def choices(response):
    """Each choice of each filter that the view offers."""
    filters = (response.context or {}).get("filters")
    for name, bound in filters.form.fields.items() if filters else []:
        offered = [str(choice[0]) for choice in getattr(bound, "choices", [])]
        yield from ({name: value} for value in offered[:1])


def headings(response) -> list[str] | None:
    """The main headings of a page; None where the answer is no page or only a part of one."""
    if response.status_code != 200 or b"<html" not in response.body:
        return None
    found = BeautifulSoup(response.body, "html.parser", parse_only=SoupStrainer("h1"))
    return [heading.get_text(" ", strip=True) for heading in found]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view.name} {view.route}")
def test_no_question_breaks_it_and_its_page_has_one_heading(view, everything):
    reader, broken, found = Reader(everything["user"]), [], None

    def ask(address, query):
        response = reader.ask(address, query)
        if response.status_code >= 500:
            broken.append((address, query, repr(response.exc_info[1])))
        return response

    for number, address in enumerate(addresses(view, everything)):
        response = ask(address, {})
        found = headings(response) if number == 0 else found
        for query in questions(view, response, is_first=number == 0):
            status = ask(address, query).status_code
            for key in query if status not in (200, 302) and len(query) > 1 else []:
                ask(address, {key: query[key]})

    assert broken == []
    assert found is None or [bool(heading) for heading in found] == [True], found


@pytest.mark.parametrize(
    "address", ["pages/{page_id}/copy/", "pages/{page_id}/edit/", "bulk/wagtailcore/page/delete/?id=abc"]
)
def test_a_form_that_lacks_its_fields_or_names_nothing_is_refused(everything, address):
    """No browser sends one."""
    assert Reader(everything["user"]).post("/admin/" + address.format(**everything), {}).status_code == 400


def test_a_page_says_in_its_heading_what_it_is(everything):
    response = Reader(everything["user"]).ask("/admin/snippets/recommendations/progressentry/add/")

    assert headings(response) == ["New: Progress entry"]
