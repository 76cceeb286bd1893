"""A group keeps every member it ever had, so its form grows; visitors' forms do not."""

import io

import pytest
from django.http.multipartparser import MultiPartParserError
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text

from migs_site.form_limits import CountedStream
from people.models import GroupPage, Membership
from tests.editing import rows, signed_in
from tests.factories.accounts import editor
from tests.factories.people import group_page, person_page

pytestmark = pytest.mark.django_db

MEMBERS = 500
FIELDS = ["role_en", "role_fr", "affiliation_en", "affiliation_fr", "starts_on", "ends_on", "order"]


def test_a_group_of_five_hundred_memberships_is_saved():
    group = group_page()
    client, address = signed_in(editor()), reverse("wagtailadmin_pages:edit", args=[group.pk])
    form = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form")
    people = [person_page(given_names="A", surname=f"S{number}") for number in range(3)]
    Membership.objects.bulk_create(
        Membership(group=group, person=people[number % 3], starts_on=year, ends_on=year)
        for number in range(MEMBERS)
        for year in [str(1800 + number // 3)]
    )
    GroupPage.objects.get(pk=group.pk).save_revision()
    stored = [
        {name: getattr(row, name) or "" for name in FIELDS} | {"id": row.pk, "person": row.person_id, "ORDER": ""}
        for row in Membership.objects.order_by("pk")
    ]
    stored[-1]["ends_on"] = "2012"
    data = {name: value for name, value in form.items() if not name.startswith("memberships-")}
    data |= nested_form_data({"memberships": rows(*stored), "introduction": rich_text("")})

    response = client.post(address, data | {"action-publish": "action-publish"})

    assert (response.status_code, len(data) > 5_000) == (302, True)
    assert Membership.objects.filter(ends_on="2012").count() == 1
    assert Membership.objects.count() == MEMBERS


def test_visitors_send_no_more_fields_than_any_form_has():
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32

    answers = [client.post("/en/", {f"f{n}": "x" for n in range(number)}) for number in (1_000, 1_001)]

    assert [answer.status_code for answer in answers] == [403, 400]  # the token was looked for, and nothing was read


def test_fields_are_counted_also_where_two_reads_part_a_word():
    body = b"".join(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' for _ in range(3))

    def read(most: int):
        stream = CountedStream(io.BytesIO(body), most)
        return b"".join(iter(lambda: stream.read(7), b""))

    assert read(3) == body
    with pytest.raises(MultiPartParserError):
        read(2)
