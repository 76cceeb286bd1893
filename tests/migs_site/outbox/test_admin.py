"""Mails in the admin: the list, the page of one, and its buttons."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from migs_site.editorial.attention import AttentionItem
from migs_site.outbox.models import Mail
from migs_site.outbox.wagtail_hooks import mails_that_do_not_go_out
from tests.editing import signed_in
from tests.factories import accounts
from tests.factories.outbox import failed_mail, mail, sent_mail
from tests.migs_site.outbox.staff import address, asked_by, keeper, main, rows, said

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Third", "Second", "First"]),
        ({"state": "failed"}, ["Second"]),
        ({"state": ["failed", "sent"]}, ["Third", "Second"]),
        ({"q": "zoe@"}, ["Third"]),
        ({"q": "donations.gift:7"}, ["First"]),
        ({"created_at_to": "2000-01-01"}, []),
        ({"ordering": "subject"}, ["First", "Second", "Third"]),
    ],
)
def test_the_list_is_searched_filtered_and_ordered(query, expected):
    mail("1", subject="First", about="donations.gift:7")
    failed_mail("2", subject="Second")
    sent_mail("3", subject="Third", to=["zoe@example.org"])

    assert rows(signed_in(keeper()).get(reverse("outbox:index"), query)) == expected


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(number, django_assert_num_queries):
    for place in range(number):
        mail(f"mail {place}", body="x" * 1000)
    client = signed_in(keeper())
    client.get(reverse("outbox:index"))

    with django_assert_num_queries(12):
        client.get(reverse("outbox:index"))


def test_a_mail_is_shown_whole_and_harmless():
    stored = failed_mail(subject="<i>Reçu</i>", body="<script>alert(1)</script>\n", html="<script>alert(1)</script>")
    client = signed_in(keeper())

    page = BeautifulSoup(main(client, stored), "html.parser")
    html = client.get(address("html", stored))

    said = {name.get_text(): value.get_text() for name, value in zip(page.select("dt"), page.select("dd"), strict=True)}
    assert {name: said[name] for name in ("State", "Last error", "To", "Subject", "Attempts", "Message ID")} == {
        "State": "Failed",
        "Last error": "The mail server refuses this mail. Check the address. (550 5.1.1)",
        "To": "camille@example.org",
        "Subject": "<i>Reçu</i>",
        "Attempts": "1",
        "Message ID": stored.message_id,
    }
    assert page.pre.get_text() == "<script>alert(1)</script>\n"
    assert (page.script, page.iframe["src"], page.iframe["sandbox"]) == (None, address("html", stored), [])
    assert (html.text, html["X-Content-Type-Options"]) == ("<script>alert(1)</script>", "nosniff")
    policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    assert html["Content-Security-Policy"] == policy
    assert "no-store" in html["Cache-Control"]


BUTTONS = {
    "queued": ["Edit", "Hold", "Cancel mail"],
    "held": ["Edit", "Release", "Cancel mail"],
    "failed": ["Edit", "Send again", "Cancel mail"],
    "cancelled": [],
}


@pytest.mark.parametrize("state", BUTTONS)
def test_the_buttons_are_those_that_the_state_allows(state):
    stored = failed_mail() if state == "failed" else mail(state=state)

    page = BeautifulSoup(main(signed_in(keeper()), stored), "html.parser")

    assert [button.get_text() for button in page.select(".mail-actions .button")] == BUTTONS[state]


def press(client: Client, stored: Mail, label: str):
    """Press a button on the page of a mail."""
    page = BeautifulSoup(main(client, stored), "html.parser")
    [form] = [form for form in page.select("form") if form.button.get_text() == label]
    data = {field["name"]: field["value"] for field in form.select("input")}
    return client.post(form["action"], data, follow=True)


@pytest.mark.parametrize(
    ("make", "label", "state", "sentence"),
    [
        (mail, "Hold", "held", "The mail is held. It is sent when somebody releases it."),
        (lambda: mail(held=True), "Release", "queued", "The mail is released. It is sent when its time comes."),
        (failed_mail, "Send again", "queued", "The mail is waiting to be sent again."),
        (sent_mail, "Yes, send it again", "queued", "The mail is waiting to be sent again."),
        (mail, "Cancel mail", "cancelled", "The mail is cancelled and will not be sent."),
    ],
)
def test_each_button_does_what_it_says_and_the_page_tells_who_pressed_it(make, label, state, sentence):
    stored, client = make(), signed_in(keeper())

    response = press(client, stored, label)

    assert (Mail.objects.get().state, said(response)) == (state, [sentence])
    assert "(keeper@example.org)" in main(client, stored)


def test_a_button_of_a_page_that_is_out_of_date_is_a_sentence():
    stored, client = sent_mail(), signed_in(keeper())

    late = client.post(address("hold", stored), follow=True)
    unconfirmed = client.post(address("send_again", stored), {"sent_at": "yesterday"}, follow=True)
    impossible = client.post(address("send_again", stored), {"sent_at": "2026-99-99T00:00"}, follow=True)

    assert said(late) == ["Only a waiting mail can be held. The state of this one: Sent."]
    assert said(unconfirmed) == said(impossible)
    assert said(impossible) == ["This mail has been sent. Confirm that it is to be sent once more."]


def test_a_mail_is_edited_and_wrong_addresses_are_a_sentence():
    stored, client = mail(held=True, body="Dear Zoé\n"), signed_in(keeper())
    given = {"to": "zoe@example.org", "reply_to": "", "subject": "New", "words": "Dear Zoé\r\n\r\nGood news."}

    wrong = client.post(address("edit", stored), given | {"to": "zoe", "subject": "a\nb"})
    right = client.post(address("edit", stored), given, follow=True)

    assert sorted(wrong.context["form"].errors) == ["subject", "to"]
    assert said(right) == ["The mail is changed."]
    changed = Mail.objects.get()
    assert (changed.to, changed.subject, changed.text, changed.state) == (
        "zoe@example.org",
        "New",
        "Dear Zoé\n\nGood news.\n",
        "held",
    )
    assert "<p>Good news.</p>" in changed.html


def test_a_sent_mail_cannot_be_edited():
    stored, client = sent_mail(), signed_in(keeper())
    given = {"to": "zoe@example.org", "reply_to": "", "subject": "New", "words": "New"}
    sentence = "Only a mail not yet sent can be edited. The state of this one: Sent."

    shown = client.get(address("edit", stored), follow=True)
    posted = client.post(address("edit", stored), given)

    assert (said(shown), posted.context["form"].non_field_errors()) == ([sentence], [sentence])
    assert Mail.objects.get().subject == "Received"


def test_staff_are_told_of_mails_that_do_not_go_out():
    hours = timezone.now() - datetime.timedelta(minutes=61)
    failed_mail("failed")
    mail("late", send_at=hours)
    mail("new")
    mail("held", send_at=hours, held=True)
    mail("lost", send_at=hours, state="sending", attempts=1, started_at=hours)

    assert mails_that_do_not_go_out(asked_by(accounts.editor())) == []
    assert mails_that_do_not_go_out(asked_by(keeper())) == [
        AttentionItem("1 mail could not be sent.", "/admin/outbox/?state=failed"),
        AttentionItem(
            "2 mails have been waiting to be sent for more than an hour.", "/admin/outbox/?state=queued&state=sending"
        ),
    ]
