"""Mails in the admin: who sees which, and what they can do."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks

from migs_site.editorial.attention import AttentionItem
from migs_site.outbox.models import Mail
from migs_site.outbox.wagtail_hooks import mails_that_do_not_go_out
from tests.editing import signed_in
from tests.factories import accounts
from tests.factories.outbox import failed_mail, mail, sent_mail

pytestmark = pytest.mark.django_db

LIST = ("index", "index_results")
READ = ("inspect", "html")
CHANGE = ("edit", "hold", "release", "cancel", "send_again")
HOME = "/admin/"


def somebody(*codenames: str, email: str = "reader@example.org"):
    """Who may sign in to the admin, and has permissions of the outbox."""
    made = accounts.user(email)
    made.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", *codenames]))
    return made


def keeper():
    return somebody("view_mail", "change_mail", email="keeper@example.org")


def address(name: str, stored: Mail) -> str:
    return reverse(f"outbox:{name}", args=[] if name in LIST else [stored.pk])


def answers(client: Client, stored: Mail, method: str) -> dict[str, tuple]:
    found = {name: getattr(client, method)(address(name, stored)) for name in (*LIST, *READ, *CHANGE)}
    return {name: (answer.status_code, answer.get("Location", "")) for name, answer in found.items()}


@pytest.mark.parametrize("method", ["get", "post"])
def test_visitors_are_sent_to_sign_in(method):
    stored = mail()

    found = answers(Client(), stored, method)

    login = reverse("wagtailadmin_login")
    assert found == {name: (302, f"{login}?next={address(name, stored)}") for name in found}


@pytest.mark.parametrize("method", ["get", "post"])
def test_editors_get_nowhere(method):
    stored = mail()

    found = answers(signed_in(accounts.editor()), stored, method)

    assert found == dict.fromkeys(found, (302, HOME))
    assert Mail.objects.get().state == "queued"


def test_who_may_read_reads_and_changes_nothing():
    stored = mail()
    client = signed_in(somebody("view_mail"))

    read, written = answers(client, stored, "get"), answers(client, stored, "post")

    assert read == dict.fromkeys((*LIST, *READ), (200, "")) | dict.fromkeys(CHANGE, (302, HOME))
    assert {name: written[name] for name in CHANGE} == dict.fromkeys(CHANGE, (302, HOME))
    assert Mail.objects.get().state == "queued"
    assert "<form" not in main(client, stored)


def test_who_may_change_moves_mails_by_post_alone():
    stored = mail()
    client = signed_in(keeper())

    read = answers(client, stored, "get")

    assert read == dict.fromkeys((*LIST, *READ, "edit"), (200, "")) | dict.fromkeys(CHANGE[1:], (405, ""))
    assert Mail.objects.get().state == "queued"


def test_permission_to_change_without_that_to_read_sees_nothing():
    stored = mail()
    client = signed_in(somebody("change_mail"))

    assert [client.get(address(name, stored))["Location"] for name in (*LIST, *READ, "edit")] == [HOME] * 5
    assert client.post(address("cancel", stored))["Location"] == HOME
    assert Mail.objects.get().state == "queued"


def test_no_group_has_the_permissions_unless_an_app_gives_them():
    given = Permission.objects.filter(content_type__app_label="outbox", group__isnull=False)
    assert list(given.values_list("group__name", "codename").order_by("codename")) == [
        ("Internship coordinators", "change_mail"),
        ("Internship coordinators", "view_mail"),
    ]
    assert sorted(Permission.objects.filter(content_type__app_label="outbox").values_list("codename", flat=True)) == [
        "change_mail",
        "view_mail",
    ]


def hide_secret(queryset, request):
    return queryset.exclude(about="donations.gift:7") if not request.user.is_superuser else queryset


def test_mails_about_a_hidden_record_are_nowhere_to_be_found():
    hidden = failed_mail("hidden", about="donations.gift:7", subject="Hidden")
    mail("open", about="donations.gift:8", subject="Open")
    person = keeper()
    client = signed_in(person)

    with hooks.register_temporarily("visible_mails", hide_secret):
        read, written = answers(client, hidden, "get"), answers(client, hidden, "post")
        listed = rows(client.get(reverse("outbox:index")))
        found = rows(client.get(reverse("outbox:index"), {"q": "Hidden"}))
        attention = mails_that_do_not_go_out(asked_by(person))
        told = mails_that_do_not_go_out(asked_by(accounts.superuser()))

    one = dict.fromkeys(("inspect", "html", "edit"), (404, "")) | dict.fromkeys(CHANGE[1:], (405, ""))
    assert {name: read[name] for name in one} == one
    assert {name: written[name][0] for name in CHANGE} == dict.fromkeys(CHANGE, 404)
    assert (listed, found, attention, len(told)) == (["Open"], [], [], 1)
    assert Mail.objects.get(key="hidden").state == "failed"


def asked_by(person):
    request = RequestFactory().get("/admin/")
    request.user = person
    return request


def rows(response) -> list[str]:
    table = BeautifulSoup(response.content, "html.parser").select("table.listing tbody tr")
    return [row.select_one("td").get_text(" ", strip=True) for row in table]


def main(client: Client, stored: Mail) -> str:
    soup = BeautifulSoup(client.get(address("inspect", stored)).content, "html.parser")
    return str(soup.select_one("main .nice-padding"))


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


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


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


@pytest.mark.parametrize(("person", "shown"), [(accounts.editor, False), (keeper, True), (accounts.superuser, True)])
def test_the_menu_shows_the_outbox_to_those_who_may_read_it(person, shown):
    home = signed_in(person()).get(HOME).text

    assert (reverse("outbox:index") in home) == shown


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
