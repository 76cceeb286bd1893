"""The editor's block chooser shows each block as it looks on the site, in the editor's language."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail.users.models import UserProfile

from migs_site.checks import page_types
from tests.editing import signed_in
from tests.factories.accounts import editor

pytestmark = pytest.mark.django_db

# What each preview says, in English and in French.
WORDS = {
    "call_to_action": (
        "Sample call Sample text before the button. Sample button",
        "Appel d’exemple Un texte d’exemple avant le bouton. Bouton d’exemple",
    ),
    "date": ("2001 A sample event", "2001 Un événement donné en exemple"),
    "facts": (
        "Sample name Its value Another name Another value",
        "Nom d’exemple Sa valeur Un autre nom Une autre valeur",
    ),
    "statement": ("1234 What the number means.", "1234 Ce que veut dire le nombre."),
    "heading": ("Sample heading", "Intertitre d’exemple"),
    "image": ("What the image shows. Sample credit", "Ce que l’image montre. Crédit d’exemple"),
    "key_message": (
        "Key message A sample sentence to remember. And the reasoning behind it.",
        "Message clé Une phrase d’exemple à retenir. Et le raisonnement qui la sous-tend.",
    ),
    "content_warning": (
        "Content warning A sample of what it shows. Show this content Sample text that may be distressing.",
        "Contenu éprouvant Un exemple de ce qui est montré. Afficher ce contenu "
        "Texte d’exemple qui peut être éprouvant.",
    ),
    "link": ("Sample link", "Lien d’exemple"),
    "organizations": ("Sample Foundation", "Fondation Exemple"),
    "paragraph": ("A sample paragraph.", "Un paragraphe d’exemple."),
    "programmes": ("Sample department M.A., Ph.D. Sample link", "Département d’exemple M.A., Ph.D. Lien d’exemple"),
    "purpose": (
        "Sample purpose Two or three lines of explanation.",
        "Mission d’exemple Deux ou trois lignes d’explication.",
    ),
    "quotation": (
        "Sample words, exactly as they were said. Name, place, year",
        "Des mots d’exemple, exactement tels qu’ils ont été dits. Nom, lieu, année",
    ),
    "text": (
        "Sample text, with emphasis where it helps. A point",
        "Texte d’exemple, avec une insistance là où elle aide. Un point",
    ),
}


def offered() -> list:
    """Every block that an editor can choose, on every page type."""
    streams = [field for model in page_types() for field in model._meta.get_fields() if isinstance(field, StreamField)]
    return [block for field in streams for block in choices(field.stream_block)]


def choices(stream: StreamBlock) -> list:
    return list(stream.child_blocks.values())


def with_its_parts(block) -> Iterator:
    yield block
    parts = [*getattr(block, "child_blocks", {}).values(), *filter(None, [getattr(block, "child_block", None)])]
    for part in parts:
        yield from with_its_parts(part)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_block_and_each_of_its_parts_is_called_by_a_name_with_a_capital(language):
    with override(language):
        labels = {str(part.label) for block in offered() for part in with_its_parts(block)}

    assert {"en": "Who said it, and where", "fr": "Qui l’a dit, et où"}[language] in labels
    assert sorted(label for label in labels if label and not label[0].isupper()) == []


def preview(client, block) -> BeautifulSoup:
    response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(soup: BeautifulSoup) -> str:
    return " ".join(soup.main.get_text(" ").split())


@pytest.mark.parametrize(("language", "place"), [("en", 0), ("fr", 1)])
def test_every_block_on_every_page_type_has_a_preview_in_the_editors_language(language, place):
    user = editor()
    UserProfile.objects.create(user=user, preferred_language=language)
    client = signed_in(user)

    shown = [(block.name, words(preview(client, block))) for block in offered()]

    assert shown == [(name, WORDS[name][place]) for name, _words in shown]
    assert {name for name, _words in shown} == set(WORDS)


def test_a_preview_has_our_style_sheet_and_our_font():
    client = signed_in(editor())

    for block in offered():
        links = [(link["rel"], link["href"]) for link in preview(client, block).select("link")]

        assert links == [
            (["preload"], "/static/fonts/archivo.woff2"),
            (["stylesheet"], "/static/css/index.css"),
        ]


def test_previews_are_offered_with_a_sentence_on_what_the_block_is_for():
    blocks = offered()

    assert [block.name for block in blocks if not block.is_previewable] == []
    assert [block.name for block in blocks if not block.get_description()] == []


def test_a_preview_shows_a_picture_and_a_button_although_none_is_stored():
    client, blocks = signed_in(editor()), {block.name: block for block in offered()}

    picture = preview(client, blocks["image"]).main.img
    button = preview(client, blocks["call_to_action"]).main.a

    assert (picture["src"], picture["alt"]) == ("/static/samples/landscape.svg", "A sample image")
    assert (picture["width"], picture["height"]) == ("1200", "800")
    assert (button["href"], button.get("hreflang")) == ("/", None)
