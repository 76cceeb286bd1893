"""Wagtail saves what is typed: together with a button that is pressed at the same moment, that is still one row."""

import pytest

from migs_site.models import StandardPage
from recommendations.models import ProgressEntry, ProgressSource
from tests.editing import signed_in
from tests.factories.accounts import superuser
from tests.factories.recommendations import progress_entry, recommendation, recommendation_set
from tests.migs_site.editorial.making_forms import (
    ENTRY,
    JSON,
    PUBLISH,
    SOURCE,
    entry_form,
    page_of_the_site,
    said,
    token,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    return signed_in(superuser())


@pytest.fixture
def sixth():
    return recommendation(recommendation_set(), number=6)


@pytest.mark.parametrize("words", ["An office.", "An office and a fund."])
def test_what_autosave_has_stored_is_what_is_published(root, sixth, words):
    opened = token(root, f"{ENTRY}add/")
    root.post(f"{ENTRY}add/", entry_form(sixth, SOURCE) | opened, **JSON)

    response = root.post(f"{ENTRY}add/", entry_form(sixth, SOURCE, judgement_en=words) | opened | PUBLISH)

    assert response.status_code == 302
    entry = ProgressEntry.objects.get()
    assert (entry.live, entry.has_unpublished_changes, entry.judgement_en) == (True, False, words)
    assert [source.title_en for source in entry.sources.all()] == ["Debates"]
    assert said(response)[0] == f"“{entry}” had already been created with this form. It has now been updated."


def test_what_autosave_has_stored_of_a_page_is_what_is_published(root):
    _model, address, form = page_of_the_site(root)
    form |= token(root, address)
    root.post(address, {name: value for name, value in form.items() if name not in PUBLISH}, **JSON)

    root.post(address, form | {"title": "Research and teaching"})

    assert [(page.title, page.live) for page in StandardPage.objects.all()] == [("Research and teaching", True)]


def test_what_cannot_be_published_stays_the_draft_that_autosave_has_made(root, sixth):
    opened = token(root, f"{ENTRY}add/")
    root.post(f"{ENTRY}add/", entry_form(sixth) | opened, **JSON)

    response = root.post(f"{ENTRY}add/", entry_form(sixth) | opened | PUBLISH)

    entry = ProgressEntry.objects.get()
    assert entry.live is False
    assert f'action="{ENTRY}edit/{entry.pk}/"' in response.text


def test_a_draft_that_is_then_published_with_the_same_form_is_public(root, sixth):
    opened = token(root, f"{ENTRY}add/")

    for button in ({}, PUBLISH):
        root.post(f"{ENTRY}add/", entry_form(sixth, SOURCE) | opened | button)

    assert [(entry.live, entry.sources.count()) for entry in ProgressEntry.objects.all()] == [(True, 1)]


def test_autosave_that_comes_after_the_button_changes_nothing(root, sixth):
    opened = token(root, f"{ENTRY}add/")
    root.post(f"{ENTRY}add/", entry_form(sixth, SOURCE, judgement_en="All of it.") | opened | PUBLISH)

    late = root.post(f"{ENTRY}add/", entry_form(sixth, SOURCE, judgement_en="All") | opened, **JSON)

    assert (late.status_code, late.json()["error_code"]) == (400, "invalid_revision")
    assert [(entry.judgement_en, entry.has_unpublished_changes) for entry in ProgressEntry.objects.all()] == [
        ("All of it.", False)
    ]


@pytest.mark.parametrize("words", ["An office.", "An office and a fund."])
def test_autosave_that_tries_again_after_a_lost_answer_is_told_where_its_row_is(root, sixth, words):
    opened = token(root, f"{ENTRY}add/")
    lost = root.post(f"{ENTRY}add/", entry_form(sixth, SOURCE) | opened, **JSON).json()

    found = root.post(f"{ENTRY}add/", entry_form(sixth, SOURCE, judgement_en=words) | opened, **JSON).json()

    entry, source = ProgressEntry.objects.get(), ProgressSource.objects.get()
    assert entry.get_latest_revision_as_object().judgement_en == words
    assert (found["pk"], found["url"], found["hydrate_url"]) == (entry.pk, lost["url"], lost["hydrate_url"])
    assert found["field_updates"] == {"sources-INITIAL_FORMS": "1", "sources-0-id": str(source.pk)}


def test_a_list_in_a_form_that_saves_itself_while_it_is_sent_has_no_row_twice(root, sixth):
    entry = progress_entry(sixth, live=False, sources=[])
    address = f"{ENTRY}edit/{entry.pk}/"
    opened = token(root, address)
    root.post(address, entry_form(sixth, SOURCE) | opened, **JSON)

    again = SOURCE | {"title_en": "Gazette", "ORDER": "2"}
    root.post(address, entry_form(sixth, SOURCE, again) | opened | PUBLISH)

    assert list(ProgressSource.objects.values_list("title_en", flat=True)) == ["Debates", "Gazette"]


def test_words_that_somebody_has_changed_since_are_not_overwritten(root, sixth):
    form = entry_form(sixth, SOURCE) | token(root, f"{ENTRY}add/")
    root.post(f"{ENTRY}add/", form | PUBLISH)
    entry = ProgressEntry.objects.get()
    source = SOURCE | {"id": entry.sources.get().pk}
    root.post(f"{ENTRY}edit/{entry.pk}/", entry_form(sixth, source, judgement_en="Better.") | PUBLISH)

    response = root.post(f"{ENTRY}add/", form | PUBLISH | {"judgement_en": "Worse."})

    assert [entry.judgement_en for entry in ProgressEntry.objects.all()] == ["Better."]
    assert response["Location"] == f"{ENTRY}edit/{entry.pk}/"
    assert said(response)[-1].endswith(
        "was created with this form and has been changed since, so nothing was saved this time."
    )
