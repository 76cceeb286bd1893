"""Two records of one person become one: what named either names the target, now and in old drafts."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageLogEntry
from wagtail_localize.models import Translation

from people.models import GroupPage, Membership, PersonPage
from recommendations.models import Authorship, BookPage, ProgressEntry
from tests.editing import edit, errors_of, rows
from tests.factories.pages import translate
from tests.factories.people import group_page, membership, person_page
from tests.factories.recommendations import (
    authorship,
    book_page,
    progress_entry,
    recommendation,
    recommendation_set,
)
from tests.people.merging import address, merge, preview
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def target():
    return person_page(given_names="Juan E.", surname="Méndez")


@world
def source():
    return person_page(given_names="Juan", surname="Mendez")


def members(group):
    return list(group.memberships.order_by("pk").values_list("person__title", flat=True))


def test_memberships_and_authorships_move(staff, target, source):
    group, book = group_page(), book_page()
    membership(group, source, role_en="Chair", role_fr="Président", starts_on="2009")
    authorship(book, source)

    plan = preview(staff, source, target)
    said = merge(staff, source, target)

    assert [(row.kind, str(row)) for row in plan.moving] == [
        ("Membership", "Steering Committee (Chair, 2009)"),
        ("Author", "The book"),
    ]
    assert said == ["Juan Mendez was merged into Juan E. Méndez."]
    assert list(Membership.objects.values_list("person_id", "group_id", "role_en")) == [(target.pk, group.pk, "Chair")]
    assert list(Authorship.objects.values_list("person_id", "book_id")) == [(target.pk, book.pk)]


def test_every_key_to_a_person_moves_whichever_model_it_is_in(staff, target, source):
    earlier = person_page(given_names="J.", surname="Mendez")
    merge(staff, earlier, source)

    merge(staff, source, target)

    earlier.refresh_from_db()
    assert earlier.merged_into_id == target.pk


def test_what_either_assessed_was_assessed_by_the_target(staff, target, source):
    first = recommendation(recommendation_set())
    progress_entry(first, assessed_by=target)
    progress_entry(first, assessed_by=source)
    progress_entry(first, assessed_by=source, live=False)

    said = merge(staff, source, target)

    assert said == ["Juan Mendez was merged into Juan E. Méndez."]
    assert list(ProgressEntry.objects.values_list("assessed_by", "live").order_by("pk")) == [
        (target.pk, True),
        (target.pk, True),
        (target.pk, False),
    ]


def test_a_draft_of_an_assessment_by_the_source_publishes_the_target(staff, target, source):
    entry = progress_entry(recommendation(recommendation_set()), assessed_by=source)
    entry.judgement_en = "An office was opened."
    draft = entry.save_revision()

    merge(staff, source, target)
    draft.refresh_from_db()
    draft.publish()

    assert list(ProgressEntry.objects.values_list("assessed_by", "judgement_en")) == [
        (target.pk, "An office was opened.")
    ]


def test_what_both_have_falls_together(staff, target, source):
    group, book = group_page(), book_page()
    for order, person in enumerate([target, source]):
        membership(group, person, starts_on="2009", order=order)
        authorship(book, person, sort_order=order)

    plan = preview(staff, source, target)
    merge(staff, source, target)

    assert [str(row) for row in plan.duplicates] == ["Steering Committee (2009)", "The book"]
    assert plan.moving == []
    assert list(Membership.objects.values_list("person_id", "order")) == [(target.pk, 0)]
    assert list(Authorship.objects.values_list("person_id", "sort_order")) == [(target.pk, 0)]


def test_that_a_merge_cannot_be_undone_is_said_before_the_button(staff, target, source):
    page = BeautifulSoup(staff.get(address(source, target)).content, "html.parser")

    warning = page.select_one("main form .help-warning")
    assert " ".join(warning.get_text(" ").split()) == (
        "A merge cannot be undone. If these turn out to be two people after all, Juan Mendez will have to be added "
        "again as a new person and named by hand in everything listed above. The history of Juan E. Méndez keeps "
        "this list."
    )
    assert warning.find_next("button", type="submit").get_text() == "Merge"


def test_the_histories_keep_what_moved_and_what_fell_together(staff, target, source):
    both, moving = group_page(title="Both"), group_page(title="Moving")
    membership(both, target)
    membership(both, source)
    membership(moving, source, starts_on="2009", role_en="Chair", role_fr="Président")

    merge(staff, source, target)

    entries = PageLogEntry.objects.filter(action__startswith="people.merge").order_by("action")
    assert [entry.message for entry in entries] == [
        "Absorbed another record: Juan Mendez (Membership: Both; Membership: Moving (Chair, 2009))",
        "Merged into another record: Juan E. Méndez (Membership: Both; Membership: Moving (Chair, 2009))",
    ]


def test_memberships_that_overlap_but_differ_are_refused_in_a_sentence(staff, target, source):
    group = group_page()
    membership(group, target, starts_on="2009", ends_on="2012")
    membership(group, source, starts_on="2011")

    sentence = (
        "Steering Committee (2011) cannot be moved, because Juan E. Méndez is already there with different details. "
        "Correct one of the two first."
    )
    assert preview(staff, source, target).refusals == [sentence]
    assert merge(staff, source, target) == [sentence]
    assert members(group) == ["Juan E. Méndez", "Juan Mendez"]
    source.refresh_from_db()
    assert (source.live, source.merged_into_id) == (True, None)


def test_a_preview_writes_nothing(staff, target, source):
    membership(group_page(), source)
    before = PageLogEntry.objects.count()

    preview(staff, source, target)

    source.refresh_from_db()
    assert (source.live, PageLogEntry.objects.count(), Redirect.objects.count()) == (True, before, 0)
    assert Membership.objects.get().person_id == source.pk


def test_fields_that_differ_stand_side_by_side_and_only_ticked_ones_fill_what_is_empty(staff, target):
    source = person_page(
        given_names="Juan",
        surname="Mendez",
        position="Professor",
        affiliation="American University",
        biography="<p>Visiting <b>professor</b>.</p>",
    )
    target.position = "Lecturer"
    target.save_revision().publish()

    plan = preview(staff, source, target)
    merge(staff, source, target, "position", "biography")

    assert [(one.name, one.target, one.source) for one in plan.differences] == [
        ("given_names", "Juan E.", "Juan"),
        ("surname", "Méndez", "Mendez"),
        ("sort_name", "Méndez, Juan E.", "Mendez, Juan"),
        ("position", "Lecturer", "Professor"),
        ("affiliation", "", "American University"),
        ("biography", "", "Visiting professor."),
    ]
    target.refresh_from_db()
    assert (target.position, target.affiliation, target.biography) == (
        "Lecturer",
        "",
        "<p>Visiting <b>professor</b>.</p>",
    )


def test_a_draft_that_names_the_source_publishes_the_target(staff, target, source):
    group, book = group_page(), book_page()
    membership(group, source)
    authorship(book, source)
    drafts = []
    for page in (GroupPage.objects.get(pk=group.pk), BookPage.objects.get(pk=book.pk)):
        page.introduction = "<p>A new word.</p>"
        drafts.append(page.save_revision())

    merge(staff, source, target)
    for draft in drafts:
        draft.refresh_from_db()
        draft.publish()

    assert members(group) == ["Juan E. Méndez"]
    assert [author.person_id for author in book.authorships.all()] == [target.pk]
    group.refresh_from_db()
    assert group.introduction == "<p>A new word.</p>"


def test_a_draft_that_names_both_publishes_one(staff, target, source):
    group = group_page()
    membership(group, target, order=2)
    membership(group, source, order=1)
    draft = GroupPage.objects.get(pk=group.pk).save_revision()

    merge(staff, source, target)
    draft.refresh_from_db()
    draft.publish()

    assert list(Membership.objects.values_list("person_id", "order")) == [(target.pk, 2)]


def test_old_versions_stay_as_they_were(staff, target, source):
    group = group_page()
    membership(group, source)
    old = GroupPage.objects.get(pk=group.pk).save_revision()
    before = old.content["memberships"]

    merge(staff, source, target)

    old.refresh_from_db()
    assert old.content["memberships"] == before
    assert before[0]["person"] == source.pk


def test_a_form_that_was_open_meanwhile_is_refused_in_a_sentence(staff, target, source):
    group = group_page()
    row = membership(group, source)
    merge(staff, source, target)
    form = {"role_en": "", "role_fr": "", "affiliation_en": "", "affiliation_fr": "", "starts_on": "", "ends_on": ""}

    response = edit(
        staff, group, memberships=rows({"id": row.pk, "person": source.pk, "order": "", "ORDER": ""} | form)
    )

    assert errors_of(response) == ["This record was merged into Juan E. Méndez. Choose that one."]


def test_the_source_cannot_come_back(staff, target, source):
    merge(staff, source, target)

    response = staff.get(reverse("wagtailadmin_pages:edit", args=[source.pk]))
    PersonPage.objects.get(pk=source.pk).latest_revision.publish()

    assert response.url == reverse("wagtailadmin_pages:edit", args=[target.pk])
    assert PersonPage.objects.get(pk=source.pk).live is False


def test_nobody_is_asked_to_look_after_the_source(staff, target, source):
    french_source = translate(source)

    merge(staff, source, target)

    listed = staff.get(reverse("people:index")).context["object_list"]
    assert [person.title for person in listed] == ["Juan E. Méndez"]
    assert Translation.objects.get(source__object_id=source.translation_key).enabled is False
    assert PersonPage.objects.get(pk=french_source.pk).live is False


def test_the_source_is_not_deleted(staff, target, source):
    merge(staff, source, target)

    staff.post(reverse("wagtailadmin_pages:delete", args=[source.pk]))

    assert PersonPage.objects.filter(pk=source.pk).exists()


def test_the_source_cannot_be_chosen_as_an_author(staff, target, source):
    book = book_page()
    merge(staff, source, target)

    response = edit(staff, book, authorships=rows({"person": source.pk, "ORDER": "1"}))

    assert errors_of(response) == ["This record was merged into Juan E. Méndez. Choose that one."]
    assert Authorship.objects.count() == 0
