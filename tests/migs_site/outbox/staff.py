"""Who reads mails in the admin, and what they find there."""

from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.test import Client, RequestFactory
from django.urls import reverse

from migs_site.outbox.models import Mail
from tests.factories import accounts

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


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]
