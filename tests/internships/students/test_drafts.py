"""A draft that cannot be lost: after mistakes, on other devices, in two windows, and however odd what was sent."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from internships.models import DRAFTS_KEPT, Application, ApplicationFile, ApplicationLink
from internships.students.answers import MOST_CHARACTERS
from tests.factories import internships, pages
from tests.internships import samples
from tests.internships.forms import (
    CV,
    LETTER,
    NO_FILES,
    SAMPLE,
    answers,
    errors,
    everything_stored,
    fetch,
    place_of,
    post,
    send,
    shown,
    stored,
    summary,
    upload,
    value,
    words,
)

pytestmark = pytest.mark.django_db


def opened(soup):
    """The same draft on another device."""
    return shown(Client().get(place_of(soup)))


def held(soup) -> list[str]:
    return [words(tag) for tag in soup.select(".held")]


def test_what_is_saved_is_there_on_another_device_without_a_word_of_mistakes():
    internships.offer()
    soup = fetch()

    response = post(
        soup=soup, do="save", name="Zoë", email="zoe@", institution="", level=None, message=" <b>\r\nOui", **NO_FILES
    )
    again = opened(soup)

    assert (response.status_code, response["Location"]) == (303, place_of(soup))
    assert [value(again, name) for name in ("name", "email", "institution", "message")] == [
        "Zoë",
        "zoe@",
        "",
        " <b>\nOui",
    ]
    assert (again.select("[aria-invalid]"), words(again.title)) == ([], "Draft saved: Apply for an internship")
    assert "Your draft was saved on" in words(again.select_one("[role=status]"))
    assert (everything_stored(), Application.objects.get().state) == ((0, 0, 0), "draft")


def test_mistakes_are_named_after_sending_also_after_a_reload_and_not_after_saving():
    internships.offer()
    soup = fetch()

    sent = send(soup=soup, name="")
    reloaded, saved = opened(soup), send(soup=shown(sent), name="", do="save", **NO_FILES)

    assert errors(sent) == {"name": "Enter your full name."}
    assert words(reloaded.select_one(".field__error")) == "Error: Enter your full name."
    assert errors(saved) == {}


@pytest.mark.parametrize(
    ("do", "heading"), [("save", "Not everything was saved"), ("send", "Your application has not been sent yet")]
)
def test_a_file_that_is_refused_is_said_to_be_neither_saved_nor_sent(do, heading):
    internships.offer()

    response = send(soup=fetch(), do=do, cv=upload(b"no PDF", "cv.pdf"))

    assert words(shown(response).select_one(".alert h2")) == heading


def test_good_files_survive_a_mistake_and_need_not_be_sent_again():
    internships.offer()
    soup = fetch()

    first = send(soup=soup, name="")
    second = send(soup=shown(first), **NO_FILES)

    assert held(shown(first)) == [
        f"mon cv.pdf PDF, {len(CV)}\xa0bytes. Uploaded and saved.",
        f"sample.docx DOCX, {len(SAMPLE)}\xa0bytes. Uploaded and saved.",
        f"letter.odt ODT, {len(LETTER)}\xa0bytes. Uploaded and saved.",
    ]
    assert (words(shown(second).h1), everything_stored()) == ("Your application", (1, 3, 1))


def test_a_file_is_said_to_be_needed_unless_it_is_here():
    internships.offer()

    def needed(soup) -> dict[str, str | None]:
        return {field["name"]: field.get("aria-required") for field in soup.select("input[type=file]")}

    assert needed(fetch()) == dict.fromkeys(("cv", "writing_sample", "cover_letter"), "true")
    assert needed(shown(send(name="", cv=None))) == {"cv": "true", "writing_sample": None, "cover_letter": None}


def test_a_file_is_uploaded_replaced_and_removed_before_anything_is_sent():
    internships.offer()
    soup = fetch()

    first = send(soup=soup, do="attach", name="", **NO_FILES | {"cv": upload(CV, "one.pdf")})
    second = send(soup=soup, do="attach", **NO_FILES | {"cv": upload(samples.pdf("Two"), "two.pdf")})
    removed = post(soup=soup, do="remove-cv", **NO_FILES)
    third = opened(soup)

    assert [held(shown(page))[0][:7] for page in (first, second)] == ["one.pdf", "two.pdf"]
    assert (errors(first), held(third), ApplicationFile.objects.count()) == ({}, [], 0)
    assert removed["Location"] == place_of(soup) + "#cv"


def test_the_same_file_again_is_stored_once():
    internships.offer()
    soup = fetch()

    send(soup=soup, name="")
    before = set(ApplicationFile.objects.values_list("pk", flat=True))
    send(soup=soup, name="")

    assert set(ApplicationFile.objects.values_list("pk", flat=True)) == before


def test_a_bad_replacement_leaves_the_file_and_is_named_until_the_draft_is_saved_again():
    internships.offer()
    soup = shown(send(name=""))

    second = send(soup=soup, cv=upload(b"x", "bad.pdf"), writing_sample=None, cover_letter=None)
    reloaded = opened(soup)
    third = send(soup=shown(second), **NO_FILES)

    said = "“bad.pdf” is not a PDF, DOCX or ODT document. Save it as PDF and attach the new file."
    assert (errors(second), summary(second)) == ({"cv": said}, [("#id_cv", said)])
    assert words(reloaded.select_one(".field__error")) == f"Error: {said}"
    assert held(reloaded)[0][:10] == "mon cv.pdf"
    assert (words(shown(third).h1), everything_stored()) == ("Your application", (1, 3, 1))


def test_a_refusal_is_said_in_the_language_in_which_it_is_read():
    pages.translate(internships.offer())
    soup = fetch()

    send(soup=soup, do="attach", **NO_FILES | {"cv": upload(b"", "cv.pdf")})
    french = shown(Client().get(place_of(soup).replace("/en/apply/", "/fr/candidature/")))

    assert (
        words(french.select_one(".field__error"))
        == "Erreur\xa0: «\xa0cv.pdf\xa0» est vide. Joignez le document lui-même."
    )


ODD = {
    "NUL": ("a\0b", "a\ufffdb"),
    "right to left": ("\u202eabc", "\u202eabc"),
    "half a pair": ("\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "í\xa0\x80"),
    "quotes": ("\"'<script>{{ 1 }}[[link]]", "\"'<script>{{ 1 }}[[link]]"),
    "huge": ("x" * 60_000, "x" * 60_000),
}


@pytest.mark.parametrize(("typed", "kept"), ODD.values(), ids=ODD)
def test_whatever_is_typed_is_kept(typed, kept):
    internships.offer()

    response = send(message=typed, **NO_FILES)

    assert (response.status_code, value(shown(response), "message")) == (200, kept)


@pytest.mark.parametrize("sent", [{"message": "x" * MOST_CHARACTERS}, {"projects": ["1"] * 101}])
def test_more_than_any_form_holds_is_refused_and_what_was_saved_stays(sent):
    internships.offer()
    soup = shown(send(do="save", name="Zoë"))

    response = post(soup=soup, name="Somebody", **NO_FILES | sent)

    assert (response.status_code, words(shown(response).h1)) == (413, "Your application has not been sent yet")
    assert value(opened(soup), "name") == "Zoë"


@pytest.mark.parametrize("data", [{}, {"do": "nonsense"}, {"do": "remove-"}, {"do": "mail", "email": "x"}, {"cv": "x"}])
def test_nothing_at_all_can_be_sent(data):
    internships.offer()
    soup = fetch()

    response = Client().post(place_of(soup), data)

    assert (response.status_code, response["Location"]) == (303, place_of(soup))
    assert (Client().get(place_of(soup)).status_code, everything_stored()) == (200, (0, 0, 0))


def a_moment_too_late():
    ApplicationLink.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))


def test_every_save_keeps_the_draft_for_14_days_more():
    internships.offer()
    soup = shown(send(do="save"))
    ApplicationLink.objects.update(expires_at=timezone.now() + datetime.timedelta(hours=1))

    send(soup=soup, do="save", **NO_FILES)

    left = ApplicationLink.objects.get().expires_at - timezone.now()
    assert (
        datetime.timedelta(minutes=-1) < left - DRAFTS_KEPT - datetime.timedelta(days=1) < datetime.timedelta(minutes=1)
    )


def test_an_expired_link_opens_nothing_and_what_is_sent_there_is_kept_elsewhere():
    internships.offer()
    soup = shown(send(do="save", name="Before"))
    a_moment_too_late()

    seen, response = Client().get(place_of(soup)), post(soup=soup, name="After", do="save", **NO_FILES)
    kept = shown(Client().get(response["Location"]))

    assert (seen.status_code, value(kept, "name"), response["Location"] == place_of(soup)) == (404, "After", False)
    assert held(kept) == []


def test_another_persons_link_shows_another_persons_draft_alone():
    internships.offer()
    mine = shown(send(do="save", name="Mine"))
    theirs = shown(send(do="save", name="Theirs", **NO_FILES))

    post(soup=theirs, do="remove-cv", **NO_FILES)

    assert (value(opened(mine), "name"), len(held(opened(mine))), stored()) == ("Mine", 3, sorted([CV, SAMPLE, LETTER]))
    assert value(opened(theirs), "name") == "Camille Tremblay"


def test_the_token_is_in_no_column_of_the_database():
    internships.offer()
    soup = shown(send(do="save"))
    token = place_of(soup).split("/")[3]

    values = [str(row) for model in (Application, ApplicationLink, ApplicationFile) for row in model.objects.values()]

    assert [token in value for value in values] == [False] * 5
    assert answers(soup)["name"] == "Camille Tremblay"
