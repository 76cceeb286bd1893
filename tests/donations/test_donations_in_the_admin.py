"""Who may say where gifts go, and what staff are told while the button is hidden."""

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from donations.models import DonatePage, DonationCount, DonationTarget
from tests.editing import signed_in
from tests.factories.accounts import editor, user
from tests.factories.donations import donate_page, donation_target
from tests.factories.pages import french, translate

pytestmark = pytest.mark.django_db

FORM = {
    "slug": "general",
    "name_en": "General fund",
    "name_fr": "Fonds général",
    "address_en": "https://new.example.org/",
    "address_fr": "",
    "designation_en": "Institute",
    "designation_fr": "Institut",
}


def edit_address(target):
    return f"/admin/snippets/donations/donationtarget/edit/{target.pk}/"


def test_the_donations_group_changes_an_address_and_the_change_is_logged():
    target = donation_target()
    treasurer = user(groups=["Donations"])

    signed_in(treasurer).post(edit_address(target), FORM)

    assert DonationTarget.objects.get().address_en == "https://new.example.org/"
    logged = ModelLogEntry.objects.for_instance(target).values_list("action", "user__email")
    assert list(logged) == [("wagtail.edit", treasurer.email)]


def test_editors_cannot_say_where_gifts_go():
    target = donation_target()

    response = signed_in(editor()).post(edit_address(target), FORM)

    assert response.status_code == 302
    assert response["Location"] == "/admin/"
    assert DonationTarget.objects.get().address_en == "https://give.example.org/en"


def test_nobody_signed_out_sees_a_target():
    response = Client().get(edit_address(donation_target()))

    assert response["Location"].startswith("/admin/login/")


def test_a_wrong_address_is_refused_in_a_sentence():
    target = donation_target()

    response = signed_in(user(groups=["Donations"])).post(
        edit_address(target), FORM | {"address_en": "http://give.example.org/"}
    )

    assert response.context["form"].errors["address_en"] == [
        "Enter a full address that begins with https:// and names a public host, with no user name or “#”."
    ]


def test_the_editor_of_a_target_shows_how_many_donors_were_sent():
    target = donation_target()
    DonationCount.objects.create(target=target, day="2026-01-31", language="en", count=12)

    shown = signed_in(user(groups=["Donations"])).get(edit_address(target)).content.decode()

    assert ("January 2026" in shown, "<td>12</td>" in shown) == (True, True)


HIDDEN = "The donate button is hidden on “Donate” (English): "


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        (lambda: donation_target(address_en="", address_fr=""), "the donation target “General fund” has no address."),
        (lambda: None, "the page has no donation target."),
    ],
)
def test_staff_are_warned_while_the_donate_button_is_hidden(target, sentence):
    donate_page(target=target())

    shown = " ".join(signed_in(editor()).get("/admin/").content.decode().split())

    assert HIDDEN + sentence in shown


def test_staff_are_not_warned_once_there_is_an_address():
    donate_page(target=donation_target())

    assert "donate button is hidden" not in signed_in(editor()).get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("addresses", "hidden"),
    [
        ({"address_en": "", "address_fr": ""}, ["en", "fr"]),
        ({"address_en": "https://a.example.org/", "address_fr": ""}, []),
        ({"address_en": "", "address_fr": "https://a.example.org/"}, ["en"]),
    ],
)
def test_a_button_is_hidden_where_a_reader_of_that_language_has_no_address(addresses, hidden):
    page = donate_page(target=donation_target(**addresses))
    translate(page)

    found = DonatePage.objects.live().without_button().values_list("locale__language_code", flat=True)

    assert (sorted(found), french().language_code) == (hidden, "fr")
