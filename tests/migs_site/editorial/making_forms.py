"""Forms of the admin that make something, filled in."""

import re

from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html

from migs_site.accounts.models import User
from migs_site.models import StandardPage
from people.models import Organization
from recommendations.models import Addressee, ProgressEntry
from tests.editing import rows
from tests.factories.pages import home_page
from tests.factories.recommendations import recommendation, recommendation_set
from tests.internships import samples

JSON = {"headers": {"accept": "application/json"}}
PUBLISH = {"action-publish": "action-publish"}
ENTRY = "/admin/snippets/recommendations/progressentry/"
SOURCE = {"title_en": "Debates", "publisher_en": "House", "address": "https://x.example/", "read_on": "2010-10-01"}
SOURCE |= dict.fromkeys(["title_fr", "publisher_fr", "published_on", "archive_address"], "") | {"ORDER": "1"}


def token(client: Client, address: str) -> dict[str, str]:
    """What stands in a form that has just been opened, and in no other."""
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(address).text)
    return {"csrfmiddlewaretoken": found[1]}


def entry_form(about, *sources: dict, **fields) -> dict:
    words = {"judgement_en": "An office.", "judgement_fr": "Un bureau.", "date": "2010-09-13", "status": "under_way"}
    empty = dict.fromkeys(["set", "answer_en", "answer_fr", "assessed_by"], "")
    return nested_form_data({"recommendation": about.pk, **empty, **words, **fields, "sources": rows(*sources)})


def page_form(client: Client, address: str, **fields) -> dict:
    return querydict_from_html(client.get(address).text, form_id="page-edit-form").dict() | fields


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def addressee_form(client):
    form = {"name_en": "Minister", "name_fr": "Ministre", "kind": "office", "slug": "minister"}
    return (
        Addressee,
        "/admin/snippets/recommendations/addressee/add/",
        form
        | {
            "jurisdiction_en": "",
            "jurisdiction_fr": "",
        },
    )


def organization_form(client):
    form = dict.fromkeys(["name_fr", "place_en", "place_fr", "website"], "")
    return Organization, "/admin/snippets/people/organization/add/", form | {"name_en": "Trust", "slug": "trust"}


def progress_form(client):
    return ProgressEntry, f"{ENTRY}add/", entry_form(recommendation(recommendation_set()), SOURCE) | PUBLISH


def page_of_the_site(client):
    address = reverse("wagtailadmin_pages:add", args=["migs_site", "standardpage", home_page().pk])
    form = page_form(client, address, title="Research", slug="research")
    return StandardPage, address, form | nested_form_data({"body": {"count": "0"}}) | PUBLISH


def image_form(client):
    form = {"title": "Launch", "alt_en": "A hall", "alt_fr": "Une salle", "collection": "1", "tags": ""}
    return get_image_model(), "/admin/images/add/", form | {"file": get_test_image_file("launch.png")}


def document_form(client):
    file = SimpleUploadedFile("report.pdf", samples.pdf())
    return (
        get_document_model(),
        "/admin/documents/add/",
        {"title": "Report", "file": file, "collection": "1", "tags": ""},
    )


def user_form(client):
    form = {
        "email": "new@example.org",
        "first_name": "N",
        "last_name": "W",
        "password1": "a9!kdl30sm-k3w",
        "is_active": "on",
    }
    return User, "/admin/users/new/", form | {"password2": form["password1"]}


def collection_form(client):
    return Collection, "/admin/collections/add/", {"name": "Reports", "parent": Collection.get_first_root_node().pk}


FORMS = [
    addressee_form,
    organization_form,
    progress_form,
    page_of_the_site,
    image_form,
    document_form,
    user_form,
    collection_form,
]


def send_anew(client: Client, address: str, form: dict, **how):
    for value in form.values():
        if hasattr(value, "seek"):
            value.seek(0)
    return client.post(address, form, **how)
