"""What needs attention: one list, on the first page of the admin and as a report."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail_localize.models import Translation

from migs_site.base.translation import waiting_translations
from migs_site.editorial.attention import AttentionItem, attention_items
from migs_site.editorial.services import bring_translations_up_to_date
from tests.editing import signed_in
from tests.factories.accounts import editor, user
from tests.factories.donations import donate_page, donation_target
from tests.factories.link_checker import broken_link, outside_link
from tests.factories.pages import standard_page, translate

pytestmark = pytest.mark.django_db

BROKEN = "/admin/reports/outside-links/?state=broken"
WAITING = "/admin/localize/reports/translations/?waiting_for_translation=true"


def waiting_page(**fields):
    """A page whose French has all words but those that were added since."""
    page = standard_page(**fields)
    translate(page)
    page.introduction = "Other words."
    page.save_revision().publish()
    bring_translations_up_to_date(page=page)
    return page


def listed(response) -> list[tuple[str, str]]:
    soup = BeautifulSoup(response.content, "html.parser")
    return [(" ".join(link.get_text().split()), link["href"]) for link in soup.select(".help-warning a")]


def asked_by(person) -> list[AttentionItem]:
    request = RequestFactory().get("/admin/")
    request.user = person
    return attention_items(request)


def test_staff_see_all_there_is_on_the_first_page_and_in_the_report():
    staff = signed_in(editor())
    page = donate_page(target=None)
    broken_link()
    outside_link("https://works.example.org/")
    waiting_page()

    shown = [listed(staff.get(address)) for address in ("/admin/", "/admin/reports/attention/")]

    assert sorted(shown[0]) == [
        ("1 French page has texts that are not translated yet.", WAITING),
        ("1 external link is broken.", BROKEN),
        ("1 live page has no French page.", "/admin/reports/languages/?gap=untranslated"),
        (
            "The donate button is hidden on “Donate” (English): the page has no donation target.",
            f"/admin/pages/{page.pk}/edit/",
        ),
    ]
    assert shown[1] == shown[0]


# wagtail-localize's report pages a list without an order.
@pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning")
def test_each_matter_leads_to_a_page_that_answers():
    donate_page(target=donation_target(address_en="", address_fr=""))
    broken_link()
    waiting_page()
    staff = signed_in(user(groups=["Editors", "Donations"]))

    found = listed(staff.get("/admin/"))

    assert [staff.get(address).status_code for _sentence, address in found] == [200] * 4


def test_nothing_is_shown_while_nothing_needs_attention():
    outside_link()
    translate(donate_page(target=donation_target()))
    translate(standard_page())
    staff = signed_in(editor())

    assert "What needs attention</h2>" not in staff.get("/admin/").text
    report = staff.get("/admin/reports/attention/").text
    assert ("Nothing needs attention now." in report, listed(staff.get("/admin/reports/attention/"))) == (True, [])


def test_nobody_is_told_of_what_they_cannot_mend():
    broken_link()
    waiting_page()
    target = donation_target(address_en="", address_fr="")
    donate_page(target=target)

    treasurer = asked_by(user(groups=["Donations"]))

    sentence = "The donate button is hidden on “Donate” (English): the donation target “General fund” has no address."
    assert treasurer == [AttentionItem(sentence, f"/admin/snippets/donations/donationtarget/edit/{target.pk}/")]
    assert Client().get("/admin/reports/attention/")["Location"].startswith("/admin/login/")


def test_several_are_one_sentence():
    broken_link("https://gone.example.org/1")
    broken_link("https://gone.example.org/2")

    assert asked_by(editor()) == [AttentionItem("2 external links are broken.", BROKEN)]


def test_a_translation_that_staff_have_stopped_waits_for_nothing():
    waiting_page(title="Stopped")
    waiting_page(title="Waiting")
    Translation.objects.filter(source__object_repr="Stopped").update(enabled=False)

    assert [translation.source.object_repr for translation in waiting_translations()] == ["Waiting"]


@pytest.mark.parametrize("number", [1, 3])
def test_more_to_look_at_costs_no_more(number):
    person = editor()
    for n in range(number):
        broken_link(f"https://gone.example.org/{n}")
        waiting_page(title=f"Page {n}")
        donate_page(title=f"Donate {n}", slug=f"donate-{n}", target=None)
    person.get_all_permissions()

    with CaptureQueriesContext(connection) as queries:
        found = asked_by(person)

    assert (len(found), len(queries)) == (3 + number, 13)
