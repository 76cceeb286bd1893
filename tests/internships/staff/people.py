"""Coordinators and reviewers who have signed in."""

from django.test import Client
from django.urls import reverse

from internships.models import Application
from migs_site.accounts.models import User
from tests.editing import signed_in
from tests.factories import accounts


def coordinator(name: str = "coordinator") -> User:
    return accounts.user(f"{name}@example.org", groups=["Internship coordinators"], first_name=name.title())


def reviewer(name: str = "reviewer") -> User:
    return accounts.user(f"{name}@example.org", groups=["Internship reviewers"], first_name=name.title())


def send(user: User, name: str, application: Application, *args, follow: bool = True, **data):
    """Press a button on the page of an application: its name is that of the address."""
    return signed_in(user).post(reverse(f"applications:{name}", args=[application.pk, *args]), data, follow=follow)


def read(user: User, application: Application, query: str = ""):
    return signed_in(user).get(reverse("applications:inspect", args=[application.pk]) + query)


def listed(user: User, query: dict | None = None) -> list[str]:
    """The references in the list, in its order."""
    response = signed_in(user).get(reverse("applications:index"), query or {})
    return [application.reference for application in response.context["object_list"]]


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def words(client: Client, address: str) -> str:
    return client.get(address).content.decode()
