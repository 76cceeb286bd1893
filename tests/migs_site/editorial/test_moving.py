"""The French page follows where its English page is moved, as long as it can."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from migs_site.tasks import follow_moved_page
from tests.editing import signed_in
from tests.factories import pages
from tests.factories.accounts import editor
from tests.factories.pages import pair

pytestmark = pytest.mark.django_db


def queued() -> list[int]:
    jobs = ProcrastinateJob.objects.filter(task_name="migs_site.tasks.follow_moved_page")
    return [job.args["page_id"] for job in jobs.order_by("pk")]


@pytest.mark.parametrize("way", ["form", "ticked", "code"])
def test_the_french_page_follows_a_move_and_twice_does_no_more(way):
    page, french = pair()
    other, french_other = pair("Other")
    staff = signed_in(editor())

    if way == "form":
        staff.post(f"/admin/pages/{page.pk}/move/{other.pk}/confirm/")
    elif way == "ticked":
        staff.post(
            f"/admin/bulk/wagtailcore/page/move/?id={page.pk}",
            {"next": "/admin/", "chooser": other.pk, "move_applied": "on"},
        )
    else:
        page.move(other, "last-child")
    jobs = queued()
    follow_moved_page(page.pk)
    follow_moved_page(page.pk)

    french.refresh_from_db()
    assert (jobs, french.get_parent().pk) == ([page.pk], french_other.pk)


def test_a_move_that_french_cannot_follow_leaves_it_where_it_was():
    page, french = pair()
    no_french = pages.standard_page(title="Other")
    taken, french_taken = pair("Taken")
    pages.standard_page(french_taken, title="Same", slug=french.slug)
    place = french.get_parent().pk

    for target in (no_french, taken):
        page.refresh_from_db()
        target.refresh_from_db()
        page.move(target, "last-child")
        follow_moved_page(page.pk)

    french.refresh_from_db()
    assert french.get_parent().pk == place
    assert follow_moved_page(0) is None


def test_sorting_moves_nothing_in_french():
    one, _french = pair()
    two, _french_two = pair("Two")

    two.move(one, "left")

    assert queued() == []
