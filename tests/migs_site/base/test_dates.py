"""The rule of dates of which only a part may be known is one, for a day and for what the database knows of one."""

import datetime

import pytest
from django.db.models import CharField, F, Value

from migs_site.base.dates import begun_by, not_over_by
from people.models import Membership
from tests.factories.people import group_page, membership, person_page

pytestmark = pytest.mark.django_db

DAY = datetime.date(2009, 9, 22)
DATES = ["", "2008", "2009", "2010", "2009-08", "2009-09", "2009-10", "2009-09-21", "2009-09-22", "2009-09-23"]


@pytest.mark.parametrize(("rule", "name"), [(begun_by, "starts_on"), (not_over_by, "ends_on")])
def test_a_day_and_an_expression_for_it_give_the_same_answer(rule, name):
    stein = person_page()
    for date in DATES:
        membership(group_page(title=f"Group {date}"), stein, **{name: date})
    rows = Membership.objects.annotate(day=Value(DAY.isoformat(), output_field=CharField()))

    by_day, by_expression = (
        list(rows.filter(rule(name, day)).order_by("pk").values_list(name, flat=True)) for day in (DAY, F("day"))
    )

    assert by_expression == by_day
    assert 0 < len(by_day) < len(DATES)


@pytest.mark.parametrize(("rule", "name"), [(begun_by, "starts_on"), (not_over_by, "ends_on")])
def test_of_a_day_that_is_not_known_no_date_is_compared(rule, name):
    group, stein = group_page(), person_page()
    membership(group, stein, **{name: "2009"})
    rows = Membership.objects.annotate(day=Value(None, output_field=CharField()))

    assert not rows.filter(rule(name, F("day"))).exists()
