"""Those who are new on a pasted list get the pages that an editor would have made."""

from threading import Thread

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.models import PageLogEntry

from people.merging.merge import merge_people
from people.models import GroupPage, Membership, PersonPage
from people.rosters.importing import NameDecision, RosterRefused, import_roster
from people.rosters.names import PersonName
from tests.factories.accounts import editor
from tests.factories.pages import english, french, translate
from tests.factories.people import group_page, people_index, person_page
from tests.mailing import work
from tests.waiting import begin_beside

STEIN = PersonName(given_names="Janice Gross", surname="Stein")
DALLAIRE = PersonName("General", "Roméo", "Dallaire", "(Ret.)")


def decisions(*names):
    return [NameDecision(line=line, name=name) for line, name in enumerate(names, start=1)]


def bring_in(group, *names):
    return import_roster(group=group, terms=Membership(), decisions=decisions(*names), user=editor())


@pytest.mark.django_db
def test_a_new_person_is_published_with_a_history():
    bring_in(group_page(), STEIN)

    person = PersonPage.objects.get()
    logged = PageLogEntry.objects.filter(page=person).values_list("action", "user__email")
    assert (person.live, person.has_unpublished_changes, person.slug) == (True, False, "janice-gross-stein")
    assert person.get_parent().specific == people_index()
    assert person.get_latest_revision().user.email == "editor@example.org"
    assert set(logged) == {
        ("wagtail.create", "editor@example.org"),
        ("wagtail.edit", "editor@example.org"),
        ("wagtail.publish", "editor@example.org"),
    }


@pytest.mark.django_db
def test_the_group_has_one_more_version_which_is_public():
    group = group_page()
    before = group.revisions.count()

    bring_in(group, STEIN, DALLAIRE)

    group.refresh_from_db()
    assert group.revisions.count() == before + 1
    assert (group.live_revision_id, group.has_unpublished_changes) == (group.latest_revision_id, False)
    assert group.latest_revision.as_object().memberships.count() == 2


@pytest.mark.django_db
def test_a_name_in_letters_that_no_address_has_gets_an_address():
    bring_in(group_page(), PersonName(surname="李明"))

    assert PersonPage.objects.get().slug == "liming"


@pytest.mark.django_db
def test_two_people_of_one_name_get_two_addresses():
    bring_in(group_page(), STEIN, STEIN)

    assert sorted(PersonPage.objects.values_list("slug", flat=True)) == ["janice-gross-stein", "janice-gross-stein-2"]
    assert Membership.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_french_page_follows_where_nothing_has_to_be_translated():
    translate(people_index())
    bring_in(group_page(), STEIN, DALLAIRE)

    work()

    twins = PersonPage.objects.filter(locale=french())
    assert list(twins.values_list("surname", "live", "slug")) == [("Stein", True, "janice-gross-stein")]
    assert PersonPage.objects.filter(locale=english()).count() == 2
    assert ProcrastinateJob.objects.count() == 0  # none has failed


@pytest.mark.django_db(transaction=True)
def test_two_who_import_at_once_make_nobody_twice():
    first, second, staff = group_page(title="First"), group_page(title="Second"), editor()
    said = []

    def bring(group: GroupPage):
        try:
            said.append(import_roster(group=group, terms=Membership(), decisions=decisions(STEIN), user=staff).added)
        except RosterRefused as refused:
            said.append(str(refused))
        finally:
            connection.close()

    at_once = [Thread(target=bring, args=[group]) for group in (first, second, first)]
    for thread in at_once:
        thread.start()
    for thread in at_once:
        thread.join()

    assert PersonPage.objects.count() == 1
    assert Membership.objects.count() == 1
    assert sorted(map(str, said))[-1] in {
        "Line 1: someone else has added Janice Gross Stein in the meantime. Check this name again.",
    }
    assert 1 in said


@pytest.mark.django_db(transaction=True)
def test_a_list_with_somebody_who_is_being_merged_waits_and_is_refused_in_a_sentence():
    group, staff = group_page(), editor()
    target, source = (
        person_page(given_names="Juan E.", surname="Méndez"),
        person_page(given_names="Juan", surname="Mendez"),
    )
    decision, said = NameDecision(line=1, name=PersonName(surname="Mendez"), person_id=source.pk), []

    def bring_in():
        try:
            import_roster(group=group, terms=Membership(), decisions=[decision], user=staff)
        except RosterRefused as refused:
            said.append(str(refused))

    with transaction.atomic():
        merge_people(source=source, target=target, fill=[], user=staff)
        beside = begin_beside(bring_in)
    beside.join()

    assert said == ["Line 1: check this name again."]
    assert Membership.objects.count() == 0
