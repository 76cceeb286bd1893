"""What the page offers on which coordinators choose applications and a decision."""

import pytest
from django.urls import reverse

from internships.states import State
from tests.factories import internships
from tests.internships.staff.decisions.deciding import coordinator

pytestmark = pytest.mark.django_db


def test_what_the_list_shows_is_offered_and_nothing_is_ticked():
    for name in ("Adam", "Eve"):
        internships.application(name=name, state=State.IN_REVIEW)
    internships.application(name="Zoé")

    response = coordinator().get(reverse("decisions:choose"), {"state": "in_review"})

    assert [each.name for each in response.context["offered"]] in (["Eve", "Adam"], ["Adam", "Eve"])
    assert response.context["ticked"] == set()


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (["received"], ["in_review", "not_selected"]),
        (["interview"], ["in_review", "offer", "not_selected"]),
        (["received", "interview"], ["in_review", "offer", "not_selected"]),
        (["withdrawn"], ["in_review", "interview", "offer", "not_selected"]),
    ],
)
def test_only_what_some_application_on_the_list_can_become_is_offered(states, expected):
    for state_ in states:
        internships.application(state=state_, email=f"{state_}@example.org")

    form = coordinator().get(reverse("decisions:choose")).context["form"]

    assert [value for value, _label in form.fields["to"].choices] == expected
