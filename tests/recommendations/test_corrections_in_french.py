"""Public French words change only for a correction, which the English page has made."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail_localize.models import StringTranslation

from migs_site.editorial.services import bring_translations_up_to_date
from recommendations.models import Correction
from tests.editing import edit, rows
from tests.factories.pages import translate
from tests.factories.recommendations import addressee, recommendation, recommendation_set
from tests.recommendations.test_corrections import REASON, now, shown

pytestmark = pytest.mark.django_db

FRENCH_LOCKED = (
    "This wording has been published and may be cited. First give the reason for the change under “Correction” on "
    "the English page, and publish that page."
)


@pytest.fixture
def sixth():
    return recommendation(recommendation_set(), number=6, statement="Create an office.")


def retranslate(french, words: str) -> None:
    """A translator saves other words for the statement."""
    words_of = StringTranslation.objects.filter(context__object_id=french.translation_key, context__path="statement")
    string = words_of.latest("pk")
    string.data = words
    string.save()


@pytest.fixture
def publish_translation(staff, django_capture_on_commit_callbacks):
    def publish(french):
        with django_capture_on_commit_callbacks(execute=True):
            return staff.post(f"/admin/pages/{french.pk}/edit/", {"action": "publish"}, follow=True)

    return publish


@pytest.fixture
def french(sixth):
    return translate(sixth, {"Create an office.": "Créer un bureau."})


def test_public_french_words_need_a_correction_on_the_english_page_first(publish_translation, french):
    retranslate(french, "Créer une agence.")

    response = publish_translation(french)

    assert [str(message) for message in response.context["messages"]] == [FRENCH_LOCKED]
    assert now(french).statement == "Créer un bureau."


def test_a_french_mistake_is_corrected_without_changing_the_english(client, staff, publish_translation, sixth, french):
    edit(staff, sixth, dependencies=rows(), **REASON)
    retranslate(french, "Créer une agence.")

    publish_translation(french)

    assert now(french).statement == "Créer une agence."
    assert [text.endswith("Créer un bureau.") for text in shown(client, french)] == [True]
    assert shown(client, sixth) == []


def test_each_language_says_on_which_day_its_own_words_changed(client, staff, publish_translation, sixth, french):
    edit(staff, sixth, statement="Create an agency.", dependencies=rows(), **REASON)
    Correction.objects.update(date="2020-01-02")
    bring_translations_up_to_date(page=now(sixth))
    StringTranslation.objects.filter(context__path="statement").delete()
    newer = translate(now(sixth), {"Create an agency.": "Créer une agence."})

    days = {page.locale.language_code: days_of(client, page) for page in (sixth, newer)}

    assert days == {"en": ["2020-01-02"], "fr": [str(timezone.localdate())]}


def days_of(client, page) -> list[str]:
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    return [day["datetime"] for day in soup.select(".corrections time")]


def test_one_correction_serves_both_languages_once(client, staff, publish_translation, sixth, french):
    edit(staff, sixth, statement="Create an agency.", dependencies=rows(), **REASON)
    bring_translations_up_to_date(page=now(sixth))
    assert now(french).statement == "Créer un bureau."
    StringTranslation.objects.filter(context__path="statement").delete()
    newer = translate(now(sixth), {"Create an agency.": "Créer une agence."})

    assert newer.statement == "Créer une agence."
    made = Correction.objects.get()
    assert (made.earlier_en, made.earlier_fr) == ("Create an office.", "Créer un bureau.")
    staff.get("/admin/")  # says what happened until now
    retranslate(french, "Ne rien créer.")
    response = publish_translation(french)
    assert [str(message) for message in response.context["messages"]] == [FRENCH_LOCKED]


def test_a_french_page_that_kept_its_words_after_a_correction_is_locked_again(
    staff, publish_translation, sixth, french
):
    edit(staff, sixth, statement="Create an agency.", dependencies=rows(), **REASON)
    bring_translations_up_to_date(page=now(sixth))
    translate(now(sixth), {"Create an agency.": "Créer un bureau."})
    retranslate(french, "Ne rien créer.")

    response = publish_translation(french)

    assert [str(message) for message in response.context["messages"]][-1:] == [FRENCH_LOCKED]
    assert now(french).statement == "Créer un bureau."
    assert [correction.earlier_fr for correction in Correction.objects.all()] == [""]


def test_a_change_of_the_addressee_alone_does_not_let_french_words_change(staff, publish_translation, sixth, french):
    minister = addressee(slug="minister", name_en="Minister", name_fr="Ministre")
    edit(staff, sixth, addressee=minister.pk, dependencies=rows(), **REASON)
    bring_translations_up_to_date(page=now(sixth))
    assert now(french).addressee == minister
    retranslate(french, "Ne rien créer.")

    response = publish_translation(french)

    assert [str(message) for message in response.context["messages"]][-1:] == [FRENCH_LOCKED]
    assert now(french).statement == "Créer un bureau."


def test_a_french_mistake_can_be_corrected_when_the_french_page_was_published_meanwhile(
    staff, publish_translation, sixth, french
):
    edit(staff, sixth, dependencies=rows(), **REASON)
    publish_translation(french)
    retranslate(french, "Créer une agence.")

    publish_translation(french)

    assert now(french).statement == "Créer une agence."
    assert Correction.objects.get().earlier_fr == "Créer un bureau."


def test_the_job_that_follows_the_english_page_does_not_get_around_the_lock(sixth, french):
    words = "Créer une agence."
    StringTranslation.objects.filter(context__path="statement").update(
        data=words, updated_at=now(french).last_published_at - datetime.timedelta(days=1)
    )

    bring_translations_up_to_date(page=now(sixth))

    assert now(french).statement == "Créer un bureau."
