"""Every page type has all its parts: this walks them all and fails on one that lacks."""

import json

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models
from django.test import Client
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.test.utils.form_data import rich_text, streamfield
from wagtail_localize.models import Translation

from internships.models.pages import NOTICE
from migs_site.checks import no_page_is_private, page_types, page_types_are_whole
from people.models import PersonPage
from tests.editing import create, edit, errors_of, signed_in
from tests.factories import pages
from tests.factories.accounts import editor
from tests.factories.donations import donation_target
from tests.factories.images import image
from tests.factories.people import organization
from tests.migs_site.sample_pages import SAMPLE_PAGES

pytestmark = pytest.mark.django_db
every_type = pytest.mark.parametrize("label", SAMPLE_PAGES)

PLACES = {
    "donations.DonatePage": ["migs_site.HomePage"],
    "internships.InternshipPage": ["migs_site.HomePage"],
    "migs_site.ContactPage": ["migs_site.HomePage"],
    "migs_site.HomePage": ["wagtailcore.Page"],
    "migs_site.ProjectPage": ["migs_site.HomePage", "migs_site.StandardPage"],
    "migs_site.StandardPage": ["migs_site.HomePage", "migs_site.StandardPage"],
    "people.GroupPage": ["people.PeopleIndexPage"],
    "people.PeopleIndexPage": ["migs_site.HomePage"],
    "people.PersonPage": ["people.PeopleIndexPage"],
    "recommendations.BookPage": ["migs_site.HomePage"],
    "recommendations.ProgressPage": ["recommendations.RecommendationIndexPage"],
    "recommendations.RecommendationIndexPage": ["migs_site.HomePage"],
    "recommendations.RecommendationPage": ["recommendations.RecommendationSetPage"],
    "recommendations.RecommendationSetPage": ["recommendations.RecommendationIndexPage"],
}
ONE_ON_EACH_HOME_PAGE = ["donations.DonatePage", "internships.InternshipPage", "migs_site.ContactPage"]

# Text that a visitor does not read on the page itself: it orders lists, or is shown in the form and its answer.
ELSEWHERE = {"sort_name", "died_on", *NOTICE, "consent_text", "received_text", "contact_email"}
ELSEWHERE |= {"correction_fr", "printed_fr", "printed_page_fr"}
ELSEWHERE |= {"existed_from", "confirmed_on", "source_en", "source_fr"}  # beside members, of which this group has none
NUMBERS = {"printed_page_en": "12", "printed_page_fr": "14", "orcid": "0000-0002-1825-0097", "died_on": "2009-09"}
NUMBERS |= {"existed_from": "1999", "confirmed_on": "2010"}
SAMPLES = {
    "body": [
        ("heading", {"text": "Changed heading", "anchor": ""}),
        ("text", rich_text("<p>Changed text</p>")),
        ("quotation", {"words": "Changed words", "source": "Changed source"}),
        ("key_message", {"claim": "Changed claim", "explanation": rich_text("<p>Changed reason</p>"), "anchor": ""}),
        ("statement", {"words": "Changed claim in large type", "text": rich_text("<p>Changed meaning</p>")}),
        ("facts", streamfield([("", {"term": "Changed term", "description": rich_text("<p>Changed value</p>")})])),
        (
            "programmes",
            {
                "programmes": streamfield([("", {"where": "Changed department", "degrees": "Changed degrees"})]),
                "link_text": "Changed programmes",
                "link_address": "https://programmes.example.org/",
            },
        ),
        (
            "content_warning",
            {
                "warning": "Changed warning",
                "content": streamfield([("text", rich_text("<p>Changed distressing text</p>"))]),
            },
        ),
    ],
    "summary": [
        ("heading", {"text": "Changed heading", "anchor": ""}),
        ("paragraph", rich_text("<p>Changed paragraph</p>")),
        ("key_message", {"claim": "Changed claim", "explanation": rich_text("<p>Changed reason</p>"), "anchor": ""}),
    ],
    "executive_summary": [
        ("heading", {"text": "Changed part", "anchor": ""}),
        ("paragraph", rich_text("<p>Changed summary</p>")),
    ],
    "purposes": [("purpose", {"title": "Changed purpose", "text": "Changed text", "page": ""})],
    "dates": [("date", {"date": "Changed date", "event": "Changed event"})],
    "links": [("link", {"text": "Changed link", "address": "https://changed.example.org/"})],
}


def public_texts(model) -> dict[str, models.Field]:
    """The fields of a page type that hold words for visitors."""
    own = [field for field in model._meta.get_fields() if field.concrete and field.model is model and field.editable]
    texts = [field for field in own if isinstance(field, models.CharField | models.TextField | StreamField)]
    return {field.name: field for field in texts if not field.choices}


def test_every_page_type_has_a_sample_and_a_place():
    labels = [model._meta.label for model in page_types()]

    assert labels == list(SAMPLE_PAGES)
    assert labels == list(PLACES)


def test_every_page_type_keeps_the_conventions():
    assert page_types_are_whole(None) == []


@every_type
def test_a_page_type_stands_only_where_it_belongs(label):
    model = apps.get_model(label)

    assert sorted(parent._meta.label for parent in model.allowed_parent_page_models()) == PLACES[label]


@pytest.mark.parametrize("label", ONE_ON_EACH_HOME_PAGE)
def test_a_page_that_exists_once_is_not_offered_again(label):
    model, parent = apps.get_model(label), pages.home_page()
    assert model.can_create_at(parent) is True

    SAMPLE_PAGES[label]()
    parent.refresh_from_db()

    assert model.can_create_at(parent) is False


def test_editors_make_pages_below_the_home_page_and_visitors_make_none():
    home = pages.home_page()
    address = f"/admin/pages/add/migs_site/standardpage/{home.pk}/"

    assert signed_in(editor()).get(address).status_code == 200
    assert Client().get(address)["Location"].startswith("/admin/login/")


@every_type
def test_no_page_is_for_some_readers_only(label):
    """Lists, feeds, figures and citations elsewhere would go on naming what a page is about."""
    page = SAMPLE_PAGES[label]()

    shown = signed_in(editor()).post(f"/admin/pages/{page.pk}/privacy/", {"restriction_type": "login"}).json()

    assert "Changing the privacy for this page has been disabled." in shown["html"]
    assert PageViewRestriction.objects.count() == 0


@every_type
def test_a_page_is_shown_in_both_languages(label):
    page = SAMPLE_PAGES[label]()
    french = pages.translate(page)

    for version, language in ((page, "en"), (french, "fr")):
        response = Client().get(version.url)

        assert (response.status_code, response["Content-Language"]) == (200, language)
        assert f'<html lang="{language}' in response.content.decode()
        assert not response.cookies


@every_type
def test_translators_are_offered_every_text_of_a_page(label):
    page = SAMPLE_PAGES[label]()
    french = pages.translate(page)

    editor_page = signed_in(editor()).get(f"/admin/pages/{french.pk}/edit/")

    translation = Translation.objects.get(source__object_id=page.translation_key)
    offered = [part for part in props(editor_page)["segments"] if part["type"] == "string"]
    assert len(offered) == translation.get_progress()[0]


def props(response) -> dict:
    return json.loads(response.context["props"])


@every_type
def test_every_text_of_a_page_is_in_its_form(label):
    page = SAMPLE_PAGES[label]()
    form = signed_in(editor()).get(f"/admin/pages/{page.pk}/edit/").context["form"]

    assert [name for name in public_texts(type(page)) if name not in form.fields] == []


@every_type
def test_every_text_of_a_page_can_be_changed_by_an_editor_and_is_then_public(label):
    page = SAMPLE_PAGES[label]()
    texts = public_texts(type(page))
    changes, words = {}, []
    for name, field in texts.items():
        changes[name], seen = changed(name, field)
        words += [] if name in ELSEWHERE else seen
    if label == "donations.DonatePage":
        changes["target"] = donation_target().pk  # without an address the button is hidden

    response = edit(signed_in(editor()), page, **changes)

    assert errors_of(response) == []
    page.refresh_from_db()
    shown = Client().get(Page.objects.get(pk=page.pk).url).content.decode()
    assert [word for word in words if word not in shown] == []


def changed(name: str, field: models.Field):
    """What to send for a field, and the words of it to look for."""
    if isinstance(field, StreamField):
        return streamfield(SAMPLES[name]), WORDS[name]
    if isinstance(field, RichTextField):
        return rich_text(f"<p>Changed {name}</p>"), [f"Changed {name}"]
    if isinstance(field, models.EmailField):
        return "changed@example.org", ["changed@example.org"]
    if name in NUMBERS:
        return NUMBERS[name], [NUMBERS[name]]
    text = f"Changed {name}"[: field.max_length]
    return text, [text]


WORDS = {
    "body": [
        "Changed heading",
        "Changed text",
        "Changed words",
        "Changed source",
        "Changed claim",
        "Changed reason",
        "Changed claim in large type",
        "Changed meaning",
        "Changed term",
        "Changed value",
        "Changed department",
        "Changed degrees",
        "Changed programmes",
        "https://programmes.example.org/",
        "Changed warning",
        "Changed distressing text",
    ],
    "summary": ["Changed heading", "Changed paragraph", "Changed claim", "Changed reason"],
    "executive_summary": ["Changed part", "Changed summary"],
    "purposes": ["Changed purpose", "Changed text"],
    "dates": ["Changed date", "Changed event"],
    "links": ["Changed link", "https://changed.example.org/"],
}


# Wagtail leaves the temporary file of a new rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
def test_the_records_in_a_body_are_chosen_by_an_editor_and_are_then_public():
    page, partner, picture = pages.standard_page(), organization(name_en="Chosen partner"), image(alt_en="Chosen sight")
    destination = pages.standard_page(title="Chosen page", slug="chosen")
    body = [
        ("organizations", streamfield([("", partner.pk)])),
        ("call_to_action", {"text": "Chosen words", "button": "Chosen button", "page": destination.pk}),
        ("image", {"image": picture.pk, "caption": "Chosen caption"}),
    ]

    response = edit(signed_in(editor()), page, body=streamfield(body))

    assert errors_of(response) == []
    shown = Client().get(page.url).content.decode()
    chosen = ["partner", "sight", "words", "button", "caption"]
    assert [word for word in chosen if f"Chosen {word}" not in shown] == []
    assert f'href="{destination.url}"' in shown


def test_a_person_is_entered_without_a_title_or_an_address():
    parent = SAMPLE_PAGES["people.PeopleIndexPage"]()

    response = create(
        signed_in(editor()), PersonPage, parent, given_names="Juan E.", surname="Méndez", links=streamfield([])
    )

    assert errors_of(response) == []
    made = PersonPage.objects.get()
    assert (made.title, made.slug, made.sort_name, made.live) == (
        "Juan E. Méndez",
        "juan-e-mendez",
        "Méndez, Juan E.",
        True,
    )


def test_no_page_can_be_made_private_not_even_the_root_of_the_tree():
    root = Page.get_first_root_node()

    response = signed_in(editor()).post(f"/admin/pages/{root.pk}/privacy/", {"restriction_type": "login"})
    with pytest.raises(PermissionDenied):
        PageViewRestriction.objects.create(page=pages.standard_page(), restriction_type="login")

    assert response.status_code == 302
    assert PageViewRestriction.objects.count() == 0


def test_what_is_stored_as_private_all_the_same_is_named_by_the_checks():
    page = pages.standard_page()
    assert no_page_is_private(None, databases=["default"]) == []

    PageViewRestriction.objects.bulk_create([PageViewRestriction(page=page, restriction_type="login")])

    assert [problem.id for problem in no_page_is_private(None, databases=["default"])] == ["migs_site.E002"]
    assert Client().get(page.url).status_code == 200
