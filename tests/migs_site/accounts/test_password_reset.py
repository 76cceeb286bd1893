"""A new password, asked for in the admin and sent by the worker through a real mail server."""

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.users.models import UserProfile

from migs_site.accounts.tasks import send_password_reset
from tests.factories import accounts, pages
from tests.mailing import body, faults, kinds, work

ASK = "/admin/password_reset/"
TEXT = (
    "We received a request for a new password for editor@example.org.\n\nThis link works once and expires in 60 "
    "minutes:\n\n{}\n\nIf you did not make this request, ignore this email: your password will not change.\n\n-- "
    "\nInstitute for Genocide Studies\nConcordia University\n1 Test "
    "Street\nMontreal\nmigs.example.org\noffice@example.org\n"
)

pytestmark = pytest.mark.django_db(transaction=True)


def resets() -> list[tuple]:
    return list(ProcrastinateJob.objects.values_list("task_name", "args", "status", "attempts"))


def links(message) -> list[str]:
    soup = BeautifulSoup(body(message, "html"), "html.parser")
    return [link["href"] for link in soup.select("a") if "password_reset" in link["href"]]


def test_a_member_of_staff_gets_a_link_and_chooses_a_new_password_with_it(client, inbox):
    inbox.server.start()
    pages.contact_details()
    user = accounts.editor()

    asked = client.post(ASK, {"email": "Editor@Example.org"})
    work()

    assert asked.headers["Location"] == "/admin/password_reset/done/"
    [message] = inbox.messages
    assert {name: message[name] for name in ("From", "To", "Reply-To", "Subject", "Auto-Submitted")} == {
        "From": "Institute for Genocide Studies <migs@example.org>",
        "To": "editor@example.org",
        "Reply-To": "office@example.org",
        "Subject": "Choose a new password",
        "Auto-Submitted": "auto-generated",
    }
    [address] = set(links(message))
    assert kinds(message) == ["text/plain", "text/html"]
    assert body(message) == TEXT.format(address)
    assert faults(body(message, "html")) == []
    form = client.get(address.removeprefix("http://testserver"), follow=True).redirect_chain[-1][0]
    client.post(form, dict.fromkeys(["new_password1", "new_password2"], "another long password"))
    user.refresh_from_db()
    assert user.check_password("another long password")


def test_the_mail_is_in_the_language_its_reader_has_chosen(client, inbox):
    inbox.server.start()
    pages.contact_details()
    UserProfile.objects.create(user=accounts.editor(), preferred_language="fr")

    client.post(ASK, {"email": "editor@example.org"})
    work()

    [message] = inbox.messages
    html = body(message, "html")
    assert message["Subject"] == "Choisissez un nouveau mot de passe"
    assert re.findall(r"<html lang=(.*?)>", html) == ['"fr-CA"']
    assert re.findall("<h1>(.*?)</h1>", html) == ["Choisissez un nouveau mot de passe"]
    assert body(message).split("\n")[-5:] == [
        "1, rue du Test",
        "Montréal",
        "migs.example.org",
        "office@example.org",
        "",
    ]
    assert faults(html) == []


def test_with_the_mail_server_away_the_link_is_sent_later(client, inbox):
    user = accounts.editor()

    answer = client.post(ASK, {"email": "editor@example.org"})
    work()
    with_server_away = resets()
    inbox.server.start()
    connection.cursor().execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
    work()

    assert answer.status_code == 302
    assert with_server_away == [(send_password_reset.name, {"user_id": user.pk}, "todo", 1)]
    assert [message["To"] for message in inbox.messages] == ["editor@example.org"]
    assert resets() == []


def nobody() -> None:
    """The address has no account."""


def somebody_who_has_left() -> None:
    accounts.user("other@example.org", is_active=False)


def somebody_without_a_password() -> None:
    user = accounts.user("other@example.org")
    user.set_unusable_password()
    user.save()


@pytest.mark.parametrize("make", [nobody, somebody_who_has_left, somebody_without_a_password])
def test_an_address_that_gets_no_mail_is_answered_by_the_same_work(client, inbox, make):
    inbox.server.start()
    accounts.user("known@example.org")
    make()
    answers = []

    for address in ("known@example.org", "other@example.org"):
        client.get(ASK)
        with CaptureQueriesContext(connection) as queries:
            response = client.post(ASK, {"email": address}, follow=True)
        asked = [re.sub(r"'[^']*'|\d+", "…", query["sql"]) for query in queries]
        answers.append((response.redirect_chain, re.sub(r"\w{64}", "token", response.text), asked))
    jobs = [args for _name, args, _status, _attempts in resets()]
    work()

    assert answers[0] == answers[1]
    assert [args["user_id"] is None for args in jobs] == [False, True]
    assert [message["To"] for message in inbox.messages] == ["known@example.org"]


def test_nothing_is_sent_to_somebody_who_has_left_meanwhile(inbox):
    inbox.server.start()
    user = accounts.editor()
    user.is_active = False
    user.save()

    send_password_reset(user_id=user.pk)

    assert inbox.messages == []


def test_the_editor_has_no_comments_whose_mail_would_be_sent_while_an_editor_waits(client):
    page = pages.standard_page()
    client.force_login(accounts.superuser())

    editor = client.get(f"/admin/pages/{page.pk}/edit/")

    panels = re.findall(r'data-side-panel-toggle="(\w+)"', editor.text)
    assert panels.count("comments") == 0
    assert panels.count("status") == 1
