"""Pages that are public in one language only, or in another place: the report, and “What needs attention”."""

import datetime

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission
from wagtail.models import Page as AnyPage
from wagtail_localize.models import Translation

from migs_site.editorial.language_gaps import Gap, gaps_for, pages_in_one_language
from migs_site.tasks import follow_schedule
from tests.editing import signed_in
from tests.factories import pages
from tests.factories.accounts import editor, superuser, user
from tests.factories.people import person_page
from tests.migs_site.link_checker.test_report import table

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/languages/"


def told(person) -> list[tuple[str, str]]:
    request = RequestFactory().get("/admin/")
    request.user = person
    return [tuple(matter) for matter in pages_in_one_language(request)]


def found() -> list[tuple[str, str]]:
    return list(gaps_for(editor()).order_by("pk").values_list("title", "gap"))


def translated(title: str = "One", parent=None):
    page = pages.standard_page(parent, title=title)
    return page, pages.translate(page)


def in_both_languages_alike():
    translated()
    pages.standard_page(title="Draft", live=False)


def without_french():
    pages.standard_page(title="One")


def ready_and_unpublished():
    pages.translate(pages.standard_page(title="One"), live=False)


def french_unpublished():
    translated()[1].unpublish()


def waiting_for_words():
    page = pages.standard_page(title="One")
    french = pages.translate(page, live=False)
    french.get_latest_revision()
    Translation.objects.get(source__object_id=page.translation_key).source.stringsegment_set.get(
        context__path="title"
    ).string.translations.all().delete()


def french_scheduled():
    french = pages.translate(pages.standard_page(title="One"), live=False)
    french.go_live_at = timezone.now() + datetime.timedelta(days=1)
    french.save_revision().publish()


def english_unpublished():
    translated()[0].unpublish()


def english_deleted():
    translated()[0].delete()


def english_moved():
    page, french = translated()
    other, _french_other = translated("Other")
    AnyPage.objects.get(pk=page.pk).move(other, "last-child")
    AnyPage.objects.get(pk=french.pk).move(french.get_parent(), "last-child")


def french_moved():
    _page, french = translated()
    _other, french_other = translated("Other")
    french.move(french_other, "last-child")


def moved_in_both():
    page, french = translated()
    other, french_other = translated("Other")
    page.move(other, "last-child")
    french.move(french_other, "last-child")


STATES = {
    in_both_languages_alike: [],
    without_french: [("One", Gap.UNTRANSLATED)],
    ready_and_unpublished: [("[fr] One", Gap.UNPUBLISHED)],
    french_unpublished: [("[fr] One", Gap.UNPUBLISHED)],
    waiting_for_words: [],  # wagtail-localize's own report names it
    french_scheduled: [],
    english_unpublished: [("[fr] One", Gap.ALONE)],
    english_deleted: [("[fr] One", Gap.ALONE)],
    english_moved: [("[fr] One", Gap.ELSEWHERE)],
    french_moved: [("[fr] One", Gap.ELSEWHERE)],
    moved_in_both: [],
}


@pytest.mark.parametrize("make", STATES)
def test_each_difference_between_the_languages_is_found(make):
    make()

    assert found() == STATES[make]


def test_a_french_page_whose_english_expired_long_ago_is_found():
    page, french = translated()
    page.unpublish(set_expired=True)
    follow_schedule(0)

    assert found() == [(french.title, Gap.ALONE)]


def test_every_public_page_must_have_its_french_whatever_its_type():
    made = [pages.project_page(), pages.contact_page(), person_page()]

    assert found() == [
        (title, Gap.UNTRANSLATED) for title in (made[0].title, made[1].title, "People", "Janice Gross Stein")
    ]


def test_staff_are_told_in_one_line_of_each_kind_and_led_to_the_list():
    french_moved()
    pages.standard_page(title="Two")
    pages.standard_page(title="Three")

    assert told(editor()) == [
        ("2 live pages have no French page.", f"{REPORT}?gap=untranslated"),
        ("1 French page is not in the same place in the page tree as its English page.", f"{REPORT}?gap=elsewhere"),
    ]


def test_the_report_leads_to_where_each_is_mended_and_can_be_filtered():
    english_unpublished()
    page = pages.standard_page(title="Two")
    staff = signed_in(editor())

    everything, filtered = staff.get(REPORT), staff.get(f"{REPORT}?gap=untranslated")

    assert [row[:2] for row in table(everything)] == [["Two", "No French page"], ["[fr] One", "Live in French only"]]
    assert [row[:2] for row in table(filtered)] == [["Two", "No French page"]]
    assert f'href="/admin/localize/submit/page/{page.pk}/"' in filtered.text
    assert staff.get(f"{REPORT}?export=csv").getvalue().decode().splitlines()[1:] == [
        "Two,No French page,English",
        "[fr] One,Live in French only,French",
    ]


def test_nobody_is_told_of_what_they_cannot_mend():
    without_french()
    english_unpublished()
    begins_no_translation = user("short@example.org", groups=["Internship coordinators"])
    french_home = pages.home_page().get_translation(pages.french())
    group = begins_no_translation.groups.get()
    GroupPagePermission.objects.create(group=group, page=french_home, permission=permission("change_page"))

    assert told(user("other@example.org", groups=["Donations"])) == []
    assert [sentence for sentence, _address in told(begins_no_translation)] == [
        "1 French page is live although its English page is not."
    ]
    assert Client().get(REPORT)["Location"].startswith("/admin/login/")
    assert len(told(superuser())) == 2


def permission(codename: str):
    return GroupPagePermission._meta.get_field("permission").related_model.objects.get(
        codename=codename, content_type__app_label="wagtailcore"
    )


@pytest.mark.parametrize("number", [1, 3])
def test_more_of_them_cost_no_more(number):
    for n in range(number):
        pages.standard_page(title=f"Untranslated {n}")
        translated(f"Alone {n}")[0].unpublish()
        pages.translate(pages.standard_page(title=f"Ready {n}"), live=False)
    person = editor()
    person.get_all_permissions()
    client = signed_in(person)
    client.get(REPORT)

    with CaptureQueriesContext(connection) as attention:
        lines = told(person)
    with CaptureQueriesContext(connection) as report:
        client.get(REPORT)

    assert (len(lines), len(attention), len(report)) == (3, 2, 14)
