"""Deciding as coordinators do: the pages are fetched, and what they hold is sent back."""

import datetime

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from internships.models import Application, Decision
from tests.editing import signed_in
from tests.factories import accounts

COORDINATORS = ["Internship coordinators"]
CHOOSE = "decisions:choose"


def coordinator(email: str = "coordinator@example.org") -> Client:
    return signed_in(accounts.user(email, groups=COORDINATORS))


def user(email: str = "coordinator@example.org"):
    return accounts.User.objects.get(email=email)


def in_days(days: int) -> str:
    return (timezone.localdate() + datetime.timedelta(days=days)).isoformat()


def choose(client: Client, applications, to: str, **fields):
    """The page that says who is written what."""
    return client.post(reverse(CHOOSE), {"id": [str(each.pk) for each in applications], "to": to} | fields)


def confirm(client: Client, shown, **fields):
    """Send the page back as it was shown, with some fields changed."""
    page = BeautifulSoup(shown.content, "html.parser")
    form = page.select_one("main form:has([name=frozen])")
    sent = {each["name"]: each.get("value", "") for each in form.select("input")}
    sent |= {each["name"]: each.text.removeprefix("\n") for each in form.select("textarea")}
    return client.post(reverse(CHOOSE), sent | fields)


def decide(client: Client, applications, to: str, **fields):
    return confirm(client, choose(client, applications, to, **fields))


def undo(client: Client, decision: Decision, **fields):
    return client.post(reverse("decisions:batch", args=[decision.batch]), fields, follow=True)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def state(application: Application) -> str:
    application.refresh_from_db()
    return application.state
