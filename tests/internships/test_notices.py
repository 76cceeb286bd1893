"""The privacy notice: whole, where it is asked for, and kept as it was agreed to; and no question more than needed."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import translation

from internships.models import Application, PrivacyNotice
from internships.notices import notice_of
from tests.content_versions import queries
from tests.editing import edit, errors_of, signed_in
from tests.factories import accounts, internships, pages
from tests.internships.forms import errors, everything_stored, fetch, send, shown, words

pytestmark = pytest.mark.django_db

PARTS = ["collector", "purposes", "readers", "optional", "retention", "rights", "contact", "outside-quebec"]
ASKED = {
    *("do", "seen", "name", "email", "institution", "programme", "level", "projects", "availability"),
    *("message", "cv", "writing_sample", "cover_letter", "consent", "remarks", "shown_at"),
}
CHANGED = "This text has changed. Read it again, then check the box."


def part(soup, anchor: str) -> str:
    return words(soup.select_one(f"#notice-{anchor} dd"))


def french_offer():
    pages.translate(pages.project_page(takes_interns=True))
    return pages.translate(internships.internship_page())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_form_says_all_that_the_law_asks_before_it_asks_for_consent(language):
    french_offer()
    pages.contact_details()

    soup = fetch(language)

    notice = soup.select_one("#privacy-notice")
    assert [row["id"].removeprefix("notice-") for row in notice.select("div")] == PARTS
    assert all(words(row.select_one("dd")) for row in notice.select("div"))
    assert notice.find_next("input")["name"] == "consent"


def test_it_names_the_institute_the_contact_and_how_long_everything_is_kept():
    internships.offer(contact_name="Alex Example", contact_email="interns@example.org")
    pages.contact_details()

    soup = fetch()

    assert part(soup, "collector") == (
        "Institute for Genocide Studies, Concordia University, 1 Test Street, MontrealThe information comes from you "
        "alone."
    )
    assert part(soup, "contact") == "Alex Example, interns@example.org"
    assert part(soup, "retention") == (
        "A draft is erased 14 days after you last save it, an application without a decision 24 months after we "
        "receive it.After the decision, or after you withdraw, everything is erased after 6 months."
    )


def test_numbers_that_differ_are_each_named():
    internships.offer()
    internships.internship_settings(months_accepted=24, months_withdrawn=1)

    assert part(fetch(), "retention").partition("receive it.")[2] == (
        "Offer accepted: erased after 24 months.Offer declined: erased after 6 months."
        "Not selected: erased after 6 months.Withdrawn: erased after 1 month."
    )


def test_without_a_contact_of_its_own_it_names_the_institutes_email():
    internships.offer(contact_name="", contact_email="")
    pages.contact_details(email="office@example.org")

    assert part(fetch(), "contact") == "Institute for Genocide Studies, office@example.org"


def test_an_application_holds_the_very_words_that_were_shown():
    offer = internships.offer()
    shown_before = notice_of(offer).text

    send()

    stored = Application.objects.get().notice
    assert (stored.language, stored.text) == ("en", shown_before)
    assert stored.months == {"accepted": 6, "declined": 6, "not_selected": 6, "withdrawn": 6}
    assert shown_before.startswith("Who collects this information\n")
    assert shown_before.endswith(f"\n\n{offer.consent_text}")


def test_applications_under_the_same_words_share_one_row():
    internships.offer()

    send(name="One")
    send(name="Two")

    assert (Application.objects.count(), PrivacyNotice.objects.count()) == (2, 1)


@pytest.mark.parametrize("change", ["a part", "the retention", "the contact"])
def test_what_changed_since_the_form_was_shown_has_to_be_read_again(change):
    offer = internships.offer()
    pages.contact_details()
    soup = fetch()

    if change == "a part":
        offer.notice_readers = "Those who coordinate internships, and a jury."
        offer.save_revision().publish()
    elif change == "the retention":
        internships.internship_settings(months_not_selected=12)
    else:
        pages.contact_details(postal_address_en="2 Other Street\nMontreal")
    response = send(soup=soup)

    assert errors(response)["consent"] == CHANGED
    assert shown(response).select("input[name=consent][checked]") == []
    assert everything_stored()[0] == 0


def test_another_agrees_to_the_new_words_and_the_first_keeps_theirs():
    offer = internships.offer()
    send(name="First")
    offer.notice_readers = "A jury."
    offer.save_revision().publish()

    send(name="Second")

    texts = dict(Application.objects.values_list("name", "notice__text"))
    assert ("A jury." in texts["Second"], "A jury." in texts["First"]) == (True, False)


def test_no_statement_changes_a_notice_or_stores_one_under_another_digest():
    made = internships.notice()

    for change in (
        lambda: PrivacyNotice.objects.filter(pk=made.pk).update(text="Anything"),
        lambda: PrivacyNotice.objects.create(language="en", sha256="0" * 64, text="Anything"),
    ):
        with pytest.raises(IntegrityError, match="stays as it was agreed to"), transaction.atomic():
            change()

    made.refresh_from_db()
    assert made.text == "You may read my files."


def test_a_notice_that_somebody_agreed_to_stays():
    internships.application()

    with pytest.raises(ProtectedError):
        PrivacyNotice.objects.all().delete()


def test_it_takes_two_queries():
    offer = internships.offer()
    pages.contact_details()

    with translation.override("en"):
        assert queries(lambda: notice_of(offer)) == 2


@pytest.mark.parametrize("name", ["notice_collector", "notice_rights", "notice_outside_quebec"])
def test_no_page_is_published_with_a_part_left_empty(name):
    page = internships.internship_page()

    response = edit(signed_in(accounts.editor()), page, **{name: ""})

    assert errors_of(response) == ["This field is required."]


def test_the_form_asks_for_nothing_more_than_it_needs():
    """No date of birth, photograph, nationality or gender: whoever adds a question adds it here, and to the notice."""
    internships.offer()

    assert {field["name"] for field in fetch().select("main form [name]")} == ASKED
