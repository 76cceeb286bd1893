"""French pages: never faked, never behind in their facts."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from migs_site.editorial.services import bring_translations_up_to_date
from migs_site.models import ProjectPage, StandardPage
from migs_site.tasks import follow_published_page
from tests.editing import signed_in, translators_form
from tests.factories import pages
from tests.factories.accounts import editor
from tests.factories.people import group_page, membership, person_page
from tests.factories.recommendations import recommendation, recommendation_set

pytestmark = pytest.mark.django_db

UNTRANSLATED = (
    "Not published: 3 texts have no translation yet: Title (Content), Introduction (Content), Slug (Promote). "
    "Translate them, then publish again."
)


def begin(page):
    """What “Translate this page” does: a French draft without any French words."""
    client = signed_in(editor())
    address = f"/admin/localize/submit/page/{page.pk}/"
    response = client.post(address, {"locales": [pages.french().pk], "include_subtree": ""})
    assert response.status_code == 302
    return client, page.get_translation(pages.french())


def publish_change(page, **fields):
    page = type(page).objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def french_of(page):
    return type(page).objects.get(translation_key=page.translation_key, locale=pages.french())


def jobs():
    return list(ProcrastinateJob.objects.order_by("id").values_list("task_name", "args"))


def test_a_new_translation_is_a_draft_that_visitors_cannot_see():
    page = pages.standard_page()

    _client, french = begin(page)

    assert french.live is False
    assert Client().get("/en/about-us/").status_code == 200
    assert Client().get("/fr/about-us/").status_code == 404


def test_publishing_a_translation_without_its_words_is_refused_in_a_sentence():
    page = pages.standard_page()
    client, french = begin(page)
    client.get(f"/admin/pages/{french.pk}/edit/")  # shows what was said before

    response = client.post(f"/admin/pages/{french.pk}/edit/", {"action": "publish"}, follow=True)

    said = [str(message) for message in response.context["messages"]]
    assert said == [UNTRANSLATED]
    assert french_of(page).live is False


def test_a_translation_with_all_its_words_is_published(django_capture_on_commit_callbacks):
    page = pages.standard_page()
    client, french = begin(page)
    pages.fill_in(Translation.objects.get(source__object_id=page.translation_key), {"About us": "À propos"})

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/pages/{french.pk}/edit/", {"action": "publish"})

    assert (french_of(page).live, french_of(page).title) == (True, "À propos")


def test_no_way_round_publishes_a_translation_without_its_words(django_capture_on_commit_callbacks):
    page = pages.standard_page()
    client, french = begin(page)
    source = TranslationSource.objects.get(object_id=page.translation_key)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/localize/update/{source.pk}/", {"publish_translations": "on"})
    ticked = client.post(f"/admin/bulk/wagtailcore/page/publish/?id={french.pk}", {"next": "/admin/"})
    french.get_latest_revision().publish()

    assert french_of(page).live is False
    assert [str(message) for message in get_messages(ticked.wsgi_request)][2:] == [f"“About us”: {UNTRANSLATED}"]


def test_parents_without_french_become_drafts_and_never_aliases():
    parent = pages.standard_page()
    page = pages.standard_page(parent, title="Below")

    client, _french = begin(page)

    draft = french_of(parent)
    assert (draft.live, draft.alias_of) == (False, None)
    assert Client().get("/fr/about-us/").status_code == 404
    assert (
        client.get(f"/admin/pages/{draft.pk}/edit/").context["translation"].source.object_id == parent.translation_key
    )


def test_a_page_cannot_be_made_an_alias_of_its_english():
    page = pages.standard_page()
    french = pages.translate(page)

    response = signed_in(editor()).post(f"/admin/localize/page/{french.pk}/convert_to_alias/")

    assert response.status_code in (302, 403)
    assert french_of(page).alias_of is None


def test_the_form_of_a_translation_offers_no_alias():
    page = pages.standard_page()
    french = pages.translate(page)

    links = translators_form(signed_in(editor()), french)["links"]

    assert links["stopTranslationUrl"]
    assert links["convertToAliasUrl"] is None


def test_while_the_french_home_page_is_a_draft_no_address_in_french_answers():
    page = pages.standard_page()
    home = pages.home_page().get_translation(pages.french())
    home.unpublish()

    answers = [Client().get(address).status_code for address in ("/en/about-us/", "/fr/about-us/", "/fr/")]

    assert page.live
    assert answers == [200, 404, 404]


def test_publishing_english_queues_one_job_for_its_translation():
    page = pages.project_page()
    pages.translate(page)

    publish_change(page, started_on=datetime.date(2008, 2, 5))

    assert jobs() == [("migs_site.tasks.follow_published_page", {"page_id": page.pk})]


def test_publishing_a_page_without_french_queues_nothing():
    pages.project_page()

    assert jobs() == []


def test_a_changed_fact_reaches_the_french_page():
    page = pages.project_page()
    pages.translate(page, {"Will to Intervene": "Volonté d’intervenir"})
    publish_change(page, started_on=datetime.date(2008, 2, 5))

    follow_published_page(page.pk)

    french = french_of(page)
    assert (french.started_on, french.title, french.live) == (
        datetime.date(2008, 2, 5),
        "Volonté d’intervenir",
        True,
    )
    assert french.has_unpublished_changes is False


def test_the_job_run_twice_publishes_once():
    page = pages.project_page()
    pages.translate(page)
    publish_change(page, started_on=datetime.date(2008, 2, 5))

    follow_published_page(page.pk)
    before = french_of(page).revisions.count()
    follow_published_page(page.pk)

    assert french_of(page).revisions.count() == before


def test_the_job_of_a_deleted_page_does_nothing():
    page = pages.project_page()
    page_id = page.pk
    page.delete()

    assert follow_published_page(page_id) is None


def test_a_new_english_text_keeps_the_french_page_as_it_was_and_waits_for_the_translator():
    page = pages.project_page()
    pages.translate(page)
    publish_change(page, introduction="Another text.", started_on=datetime.date(2008, 2, 5))

    published = bring_translations_up_to_date(page=page)

    french = french_of(page)
    assert published == []
    assert (french.introduction, french.started_on) == ("[fr] Why states act late.", None)
    assert Translation.objects.get(source__object_id=page.translation_key).get_progress() == (4, 3)


def test_a_french_page_that_staff_unpublished_stays_unpublished():
    page = pages.project_page()
    pages.translate(page).unpublish()
    publish_change(page, started_on=datetime.date(2008, 2, 5))

    assert bring_translations_up_to_date(page=page) == []
    assert french_of(page).live is False


def test_words_that_a_translator_saved_but_did_not_publish_stay_unpublished():
    page = pages.project_page()
    pages.translate(page)
    words = StringTranslation.objects.get(context__object_id=page.translation_key, context__path="introduction")
    words.data = "À moitié"
    words.save()
    publish_change(page, started_on=datetime.date(2008, 2, 5))

    assert bring_translations_up_to_date(page=page) == []
    assert french_of(page).introduction == "[fr] Why states act late."


def test_a_draft_of_the_english_page_does_not_reach_the_french_one():
    page = pages.project_page()
    pages.translate(page)
    page.started_on = datetime.date(2008, 2, 5)
    page.save_revision()

    assert bring_translations_up_to_date(page=ProjectPage.objects.get(pk=page.pk)) == []
    assert french_of(page).started_on is None


def test_rows_of_facts_are_not_copied_to_the_french_page():
    group = group_page()
    membership(group, person_page())

    french = pages.translate(group)

    assert french.memberships.count() == 0
    assert [row.person.surname for row in french.primary.memberships.all()] == ["Stein"]


def test_a_page_copied_in_its_own_language_keeps_its_rows():
    group = group_page()
    membership(group, person_page())

    copied = group.copy(update_attrs={"slug": "another", "title": "Another"})

    assert copied.memberships.count() == 1


def test_a_french_recommendation_has_the_number_of_the_english_one_and_french_words():
    english = recommendation(recommendation_set(), number=7, statement="Write procedures.")

    french = pages.translate(english, {"Write procedures.": "Rédiger les procédures."})

    assert (french.title, french.slug) == ("7. Rédiger les procédures.", "7")


def test_a_name_is_the_same_in_both_languages_and_needs_no_translator():
    person = person_page(honorific="General")

    french = pages.translate(person, {"General": "Général"})

    assert (french.title, french.surname, french.sort_key) == ("Janice Gross Stein", "Stein", "stein, janice gross")
    assert french.honorific == "Général"
    strings = Translation.objects.get(source__object_id=person.translation_key).export_po()
    assert [entry.msgctxt for entry in strings] == ["honorific"]


def test_deleting_an_english_page_leaves_no_queue_that_fails():
    page = pages.standard_page()
    pages.translate(page)
    Page.objects.get(pk=page.pk).delete()

    assert StandardPage.objects.filter(pk=page.pk).exists() is False


def test_new_words_reach_a_translator_whose_page_was_never_published():
    page = pages.standard_page()
    begin(page)
    publish_change(page, title="New words")

    follow_published_page(page.pk)

    assert french_of(page).live is False
    assert "New words" in StringSegment.objects.values_list("string__data", flat=True)
