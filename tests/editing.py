"""Editing as staff do: the form is fetched, some of its fields are changed, and it is sent back."""

import json

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.blocks import BlockField
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, querydict_from_html, streamfield

from migs_site.accounts.models import User


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, address: str, changes: dict):
    """Fetch a page form, change some fields, press “Publish”. Lists (formsets) and bodies (blocks) are given whole."""
    page = client.get(address)
    assert page.status_code == 200, page
    data = querydict_from_html(page.content.decode(), form_id="page-edit-form")
    form = {name: value for name, value in data.items() if not any(belongs(name, to) for to in changes)}
    # The blocks of a body are drawn by JavaScript, so the form that was fetched has none of them.
    bodies = [name for name, field in page.context["form"].fields.items() if isinstance(field, BlockField)]
    changes = dict.fromkeys(bodies, streamfield([])) | changes
    return client.post(address, form | nested_form_data(changes) | {"action-publish": "action-publish"})


def belongs(field: str, name: str) -> bool:
    return field == name or field.startswith(f"{name}-")


def edit(client: Client, page: Page, **changes):
    """Publish a page with some fields changed."""
    return send(client, reverse("wagtailadmin_pages:edit", args=[page.pk]), changes)


def create(client: Client, kind: type[Page], parent: Page, **fields):
    """Publish a new page below another."""
    place = [kind._meta.app_label, kind._meta.model_name, parent.pk]
    return send(client, reverse("wagtailadmin_pages:add", args=place), fields)


def rows(*stored_and_new: dict) -> dict:
    """A list in a form: rows that are stored already come first and carry their id."""
    stored = sum(1 for row in stored_and_new if row.get("id"))
    return inline_formset([{"id": ""} | row for row in stored_and_new], initial=stored)


def errors_of(response) -> list[str]:
    """Every error of a form that was sent back, and of the rows in it; none where it was accepted."""
    if response.status_code == 302:
        return []
    form = response.context["form"]
    parts = [form.errors, *(errors for formset in form.formsets.values() for errors in formset.errors)]
    lists = [message for formset in form.formsets.values() for message in formset.non_form_errors()]
    return [message for errors in parts for found in errors.values() for message in found] + lists


def translators_form(client: Client, page: Page) -> dict:
    """What the form of a translated page is given."""
    html = BeautifulSoup(client.get(f"/admin/pages/{page.pk}/edit/").content, "html.parser")
    return json.loads(html.select_one("[data-props]")["data-props"])
