"""A group keeps every member it ever had, so its form grows; visitors' forms do not."""

import io

import pytest
from django.http.multipartparser import MultiPartParserError
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from migs_site.web.form_limits import CountedStream
from people.models import GroupPage, Membership
from tests.editing import signed_in
from tests.factories.accounts import editor
from tests.factories.internships import internship_page
from tests.factories.people import group_page, person_page

pytestmark = pytest.mark.django_db

MOST = 500  # members of a group that staff can still open and save
QUERIES_OF_OPENING = {3: 54, 30: 162}
QUERIES_OF_SAVING = {3: 163, 30: 568}
QUERIES_OF_PUBLISHING = {3: 51, 30: 78}


def group_of(members: int) -> GroupPage:
    """Three people who have come and gone many times."""
    group = group_page()
    people = [person_page(given_names="A", surname=f"S{number}") for number in range(3)]
    Membership.objects.bulk_create(
        Membership(group=group, person=people[number % 3], starts_on=year, ends_on=year)
        for number in range(members)
        for year in [str(1800 + number // 3)]
    )
    GroupPage.objects.get(pk=group.pk).save_revision()
    return group


def opened(client, group) -> dict:
    """What stands in the form of a group, its latest member with another last day."""
    address = reverse("wagtailadmin_pages:edit", args=[group.pk])
    form = querydict_from_html(client.get(address).text, form_id="page-edit-form").dict()
    last = max(range(int(form["memberships-TOTAL_FORMS"])), key=lambda row: form[f"memberships-{row}-starts_on"])
    return form | {f"memberships-{last}-ends_on": "2012", "action-publish": "action-publish"}


@pytest.mark.parametrize("members", [3, 30])
def test_publishing_reads_the_version_once(members, django_assert_num_queries):
    revision = group_of(members).get_latest_revision()

    with django_assert_num_queries(QUERIES_OF_PUBLISHING[members]):
        revision.publish()


@pytest.mark.parametrize("members", [3, 30])
def test_a_long_list_is_opened_and_saved_at_the_same_pace_as_a_short_one(members, django_assert_num_queries):
    group, client = group_of(members), signed_in(editor())
    address = reverse("wagtailadmin_pages:edit", args=[group.pk])
    form = opened(client, group)

    with django_assert_num_queries(QUERIES_OF_OPENING[members]):
        client.get(address)
    with django_assert_num_queries(QUERIES_OF_SAVING[members]) as asked:
        response = client.post(address, form)

    lists = [query for query in asked.captured_queries if is_whole_list(query["sql"], group)]
    assert (response.status_code, Membership.objects.filter(ends_on="2012").count()) == (302, 1)
    assert len(lists) == 2  # however many members there are: each of these reads all of them


def is_whole_list(sql: str, group: GroupPage) -> bool:
    return sql.startswith('SELECT "people_membership"."id"') and f'"people_membership"."group_id" = {group.pk}' in sql


def test_a_group_of_five_hundred_members_has_not_too_many_fields_to_be_saved():
    group, client = group_of(3), signed_in(editor())
    form = opened(client, group)
    row = [name for name in form if name.startswith("memberships-2-")]
    more = {f"memberships-{number}-{name}": "" for number in range(3, MOST) for name in row}

    response = client.post(reverse("wagtailadmin_pages:edit", args=[group.pk]), form | more)

    assert (len(row), len(form | more) > MOST * len(row)) == (10, True)
    assert response.status_code == 302
    assert list(Membership.objects.filter(ends_on="2012").values_list("starts_on", flat=True)) == ["1800"]


def test_visitors_send_no_more_fields_than_any_form_has():
    internship_page()
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32

    answers = [client.post("/en/apply/", {f"f{n}": "x" for n in range(number)}) for number in (1_000, 1_001)]

    assert [answer.status_code for answer in answers] == [303, 413]  # what the form has no field for is not kept


def test_fields_are_counted_also_where_two_reads_part_a_word():
    body = b"".join(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' for _ in range(3))

    def read(most: int):
        stream = CountedStream(io.BytesIO(body), most)
        return b"".join(iter(lambda: stream.read(7), b""))

    assert read(3) == body
    with pytest.raises(MultiPartParserError):
        read(2)
