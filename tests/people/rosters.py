"""Pasted lists: the steps of pasting one, and the two committees as the brochure prints them, in three columns that are
read down; those of the second are uneven.
"""

from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.test.utils.form_data import querydict_from_html

from people.models import Membership

STEERING = """\
Maurice Baril\tDavid A. Hamburg\tHugh D. Segal
Ed Broadbent\tTed Koppel\tJennifer Allen Simons
Fred C. Fischer\tJuan E. Méndez\tJanice Gross Stein
Tom Flanagan\tAlex Neve\tAllan Thompson
Robert Fowler\tAndré Pratte\tThomas G. Weiss
Yoine Goldstein\tKenneth Prewitt\tHarvey Yarosky
Bill Graham\tDavid Scheffer\t
"""

CONSULTATION = """\
Elizabeth Bloodgood\tBruce Jentleson\tScott Straus
David Carment\tPaul Koring\tAmanda Sussman
Don Hubert\tMichael Lipson\tAllan Thompson
Michael Ignatieff\tStephen Saideman\tThomas G. Weiss
\tAbby Stoddard
"""

EVERYBODY = [
    "Baril", "Bloodgood", "Broadbent", "Carment", "Fischer", "Flanagan", "Fowler", "Goldstein", "Graham", "Hamburg",
    "Hubert", "Ignatieff", "Jentleson", "Koppel", "Koring", "Lipson", "Méndez", "Neve", "Pratte", "Prewitt",
    "Saideman", "Scheffer", "Segal", "Simons", "Stein", "Stoddard", "Straus", "Sussman", "Thompson", "Weiss", "Yarosky",
]  # fmt: skip


def address(group):
    return reverse("paste_roster", args=[group.pk])


def paste(client, group, text, **fields):
    """The first step: what the list is taken for."""
    return client.post(address(group), {"text": text, "reading": "down", "role_en": "", "role_fr": ""} | fields)


def confirm(client, response, **changes):
    """The second step: the form that came back is sent with some of its fields changed."""
    form = querydict_from_html(response.content.decode(), form_index=form_index(response))
    data = {name: values[-1] for name, values in form.lists()}
    return client.post(response.request["PATH_INFO"], data | {"import": "yes"} | changes)


def form_index(response) -> int:
    return response.content.decode().split("names-TOTAL_FORMS")[0].count("<form") - 1


def said(response) -> list[str]:
    """The sentences of the messages, without their buttons."""
    return [next(part.stripped_strings) for part in parts_of_messages(response)]


def led_to(response) -> list[str]:
    return [link["href"] for part in parts_of_messages(response) for link in part.find_all("a")]


def parts_of_messages(response) -> list[BeautifulSoup]:
    return [BeautifulSoup(str(message), "html.parser") for message in get_messages(response.wsgi_request)]


def rows(response):
    """What the second step says about each name: how it was split, what will happen, and what is remarked."""
    return [
        (
            form["given_names"].value(),
            form["surname"].value(),
            dict(form.fields["decision"].choices)[form["decision"].value()],
            form.suggestion.notes,
        )
        for form in response.context["names"].forms
    ]


def problems(response) -> list[str]:
    """Every error of the form that came back, without repetitions."""
    if response.status_code == 302:
        return []
    forms = [response.context["form"], *response.context.get("names", [])]
    return [message for form in forms for errors in form.errors.values() for message in errors]


def stored():
    """Everything that an import may write."""
    return [
        Page.objects.count(),
        Membership.objects.count(),
        Revision.objects.count(),
        PageLogEntry.objects.count(),
        ProcrastinateJob.objects.count(),
    ]
