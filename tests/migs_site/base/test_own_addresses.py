"""No page has an address that the site answers by itself: nobody would find it there."""

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError

from migs_site.models import StandardPage
from tests.editing import create, edit, errors_of, signed_in
from tests.factories.accounts import editor, superuser
from tests.factories.pages import french, home_page, standard_page, translate

pytestmark = pytest.mark.django_db

OWN = {"en": ["apply", "give"], "fr": ["candidature", "don"]}


def sentence(slug: str) -> str:
    return f"The site itself answers at “{slug}”, and nobody would find this page. Choose another slug."


@pytest.mark.parametrize("slug", OWN["en"])
def test_a_page_cannot_be_renamed_to_one(slug):
    page = standard_page(slug="about")

    assert errors_of(edit(signed_in(editor()), page, slug=slug)) == [sentence(slug)]
    page.refresh_from_db()
    assert page.slug == "about"


@pytest.mark.parametrize(("slug", "title"), [("apply", "How to apply"), ("give", "Give")])
def test_a_new_page_cannot_have_one(slug, title):
    response = create(signed_in(editor()), StandardPage, home_page(), title=title, slug=slug, introduction="How.")

    assert errors_of(response) == [sentence(slug)]
    assert not StandardPage.objects.exists()


@pytest.mark.parametrize("slug", OWN["fr"])
def test_a_translation_cannot_be_renamed_to_one(slug):
    page = standard_page(slug="candidates", title="Candidates")

    with pytest.raises(ValidationError, match="nobody would find this page"):
        translate(page, {"candidates": slug})


@pytest.mark.parametrize("slug", OWN["fr"])
def test_a_page_in_english_whose_name_is_one_in_french_gets_another_in_french(slug):
    client, page = signed_in(superuser()), standard_page(slug=slug)

    submitted = client.post(f"/admin/localize/submit/page/{page.pk}/", {"locales": [french().pk]})
    draft = page.get_translation(french())
    published = client.post(f"/admin/pages/{draft.pk}/edit/", {"action": "publish"}, follow=True)

    assert submitted.status_code == 302
    assert [str(message) for message in published.context["messages"]][1:] == [sentence(slug)]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"new_slug": "apply"}, {"new_slug": [sentence("apply")]}),
        ({"new_slug": "a" * 256}, {"new_slug": ["Ensure this value has at most 255 characters (it has 256)."]}),
        ({"new_title": "a" * 256}, {"new_title": ["Ensure this value has at most 255 characters (it has 256)."]}),
    ],
)
def test_a_copy_cannot_have_one_nor_one_that_nothing_could_store(changed, said):
    page = standard_page(slug="about")
    copied = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": page.get_parent().pk, "publish_copies": "on"}

    response = signed_in(superuser()).post(f"/admin/pages/{page.pk}/copy/", copied | changed)

    assert response.context["form"].errors == said
    assert StandardPage.objects.count() == 1


@pytest.mark.parametrize("is_ticked", [False, True])
def test_no_page_is_moved_to_one(is_ticked):
    section = standard_page(slug="about")
    page, home = standard_page(slug="apply", parent=section), section.get_parent()
    address = f"/admin/pages/{page.pk}/move/{home.pk}/confirm/"
    if is_ticked:
        address = f"/admin/bulk/wagtailcore/page/move/?id={page.pk}"

    response = signed_in(editor()).post(address, {"next": "/admin/", "chooser": home.pk, "move_applied": "on"})

    assert [str(message) for message in get_messages(response.wsgi_request)] == [sentence("apply")]
    assert StandardPage.objects.get(slug="apply").get_parent().specific == section


def test_further_down_they_are_names_like_any_other():
    client, section = signed_in(editor()), standard_page(slug="about")

    below = standard_page(slug="how", parent=section)

    assert errors_of(edit(client, below, slug="apply")) == []
    assert errors_of(edit(client, section, slug="apply-here")) == []
