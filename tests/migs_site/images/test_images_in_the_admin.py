"""Every picture says in both languages what it shows, or that it only decorates."""

import gc

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import translation

from migs_site.images.models import SiteImage
from tests.documents.pictures import png
from tests.factories.images import image, picture_file

pytestmark = pytest.mark.django_db

WORDS = {"alt_en": "A hall", "alt_fr": "Une salle"}
NO_PICTURE = "Upload a valid image. The file you uploaded was either not an image or a corrupted image."
AGAIN = "Choose the file again. The browser does not keep it after an error."
SAY_OR_TICK = "Describe what the image shows, or check “Decorative” below."


def upload(staff, **fields):
    words = dict.fromkeys(WORDS, "")
    return staff.post("/admin/images/add/", {"title": "Hall", "file": picture_file()} | words | fields)


def stored():
    return list(SiteImage.objects.values_list("title", "alt_en", "alt_fr", "is_decorative"))


def test_a_picture_with_words_in_both_languages_is_stored(staff):
    response = upload(staff, **WORDS)

    assert response.status_code == 302
    assert stored() == [("Hall", "A hall", "Une salle", False)]


def test_a_decorative_picture_needs_no_words(staff):
    upload(staff, is_decorative="on")

    assert stored() == [("Hall", "", "", True)]


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({}, {"alt_en": [SAY_OR_TICK], "alt_fr": [SAY_OR_TICK]}),
        ({"alt_en": "A hall"}, {"alt_fr": [SAY_OR_TICK]}),
        (
            WORDS | {"is_decorative": "on"},
            {"is_decorative": ["A decorative image has no alternative text. Clear the text or this box."]},
        ),
    ],
)
def test_a_picture_that_says_too_little_or_too_much_is_refused_in_a_sentence(staff, fields, errors):
    response = upload(staff, **fields)

    assert response.context["form"].errors == errors | {"file": [AGAIN]}
    assert stored() == []


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (png(8_000, lines=1), "This file has too many pixels (64000000). Maximum pixels 50000000."),
        (png(30_000, lines=1), NO_PICTURE),
        (png(10)[:20] + b"nonsense", NO_PICTURE),
    ],
)
def test_a_picture_that_would_eat_the_memory_or_cannot_be_read_is_an_error_of_the_form(staff, content, error):
    file = SimpleUploadedFile("hall.png", content, content_type="image/png")

    response = upload(staff, file=file, **WORDS)

    assert (response.status_code, stored()) == (200, [])
    assert response.context["form"].errors["file"][0] == error


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_several_pictures_wait_for_their_words_before_they_are_stored(staff):
    answer = staff.post(
        "/admin/images/multiple/add/",
        {"title": "Hall", "files[]": picture_file()},
        headers={"X-Requested-With": "XMLHttpRequest"},
    ).json()

    assert (answer["success"], stored()) == (True, [])
    waiting = answer["uploaded_file_id"]
    said = staff.post(
        f"/admin/images/multiple/create_from_uploaded_image/{waiting}/",
        {f"uploaded-image-{waiting}-{name}": value for name, value in ({"title": "Hall"} | WORDS).items()},
        headers={"X-Requested-With": "XMLHttpRequest"},
    ).json()
    gc.collect()  # Wagtail leaves the file open: its warning belongs to this test and to no other
    assert (said["success"], stored()) == (True, [("Hall", "A hall", "Une salle", False)])


def test_the_chooser_of_a_page_asks_for_the_words_too(staff):
    answer = staff.post(
        "/admin/images/chooser/create/",
        {"image-chooser-upload-title": "Hall", "image-chooser-upload-file": picture_file()}
        | dict.fromkeys(["image-chooser-upload-alt_en", "image-chooser-upload-alt_fr"], ""),
    )

    assert answer.status_code == 200
    assert answer.json()["step"] == "reshow_creation_form"
    assert SAY_OR_TICK in answer.json()["htmlFragment"]
    assert AGAIN in answer.json()["htmlFragment"]
    assert stored() == []


def test_the_database_itself_refuses_a_picture_without_words():
    with pytest.raises(IntegrityError), transaction.atomic():
        image(alt_en="", alt_fr="")


@pytest.mark.parametrize(("language", "words"), [("en", "A grey field"), ("fr", "Un champ gris")])
def test_a_reader_gets_the_words_of_their_language(language, words):
    picture = image()

    with translation.override(language):
        assert picture.default_alt_text == words


def test_both_texts_are_marked_as_required_wherever_a_picture_is_uploaded_and_the_script_is_there(staff):
    for address in ("/admin/images/add/", "/admin/images/chooser/"):
        page = staff.get(address)
        text = page.content.decode() if address.endswith("add/") else page.json()["html"]
        document = BeautifulSoup(text, "html.parser")
        for name in ("alt_en", "alt_fr"):
            [field] = document.select(f"[name$={name}]")
            assert (field.has_attr("data-described"), field.has_attr("required")) == (True, False)
            assert document.select_one(f"label[for={field['id']}] .w-required-mark")
    assert "js/described-pictures" in staff.get("/admin/").content.decode()
