"""What is wrong with several fields together is said beside the fields that mend it, and all of it at once."""

import pytest
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from people.models import GroupPage, Membership
from recommendations.models import Addressee, Edition, ProgressEntry, ProgressSource
from tests.editing import edit, rows, signed_in
from tests.factories.accounts import editor
from tests.factories.people import group_page, person_page

pytestmark = pytest.mark.django_db

BOTH = "Give the words in both languages, or in neither."
PRICE = "Give the price, its currency and its date together, or none of them."


def refused(record: models.Model) -> dict[str, list[str]]:
    try:
        record.validate_constraints()
    except ValidationError as error:
        return error.message_dict
    return {}


@pytest.mark.parametrize(
    ("model", "values", "fields", "sentence"),
    [
        (Membership, {"role_en": "Chair"}, {"role_fr"}, BOTH),
        (Membership, {"role_fr": "Présidente"}, {"role_en"}, BOTH),
        (GroupPage, {"source_en": "as printed"}, {"source_fr"}, BOTH),
        (Addressee, {"jurisdiction_fr": "Canada"}, {"jurisdiction_en"}, BOTH),
        (Edition, {"price": 5}, {"currency", "priced_on"}, PRICE),
        (Edition, {"currency": "CAD", "priced_on": "2010"}, {"price"}, PRICE),
        (Edition, {"price": -5, "currency": "CAD", "priced_on": "2010"}, {"price"}, PRICE),
    ],
)
def test_the_fields_that_are_empty_carry_the_sentence(model, values, fields, sentence):
    assert refused(model(**values)) == {name: [sentence] for name in fields}


def test_all_that_is_wrong_is_said_at_once():
    source = ProgressSource(address="https://example.org/")
    entry = ProgressEntry(judgement_en="Done.", answer_fr="Non.")

    assert set(refused(source)) == {"read_on"}
    assert set(refused(entry)) >= {"recommendation", "set", "judgement_fr", "answer_en"}
    assert NON_FIELD_ERRORS not in refused(entry)


def test_a_form_marks_the_field_of_the_row():
    group, stein = group_page(), person_page()
    blank = dict.fromkeys(["role_fr", "affiliation_en", "affiliation_fr", "starts_on", "ends_on", "order", "ORDER"], "")

    response = edit(
        signed_in(editor()), group, memberships=rows(blank | {"person": stein.pk, "role_en": "Chair"}), source_en="x"
    )

    form = response.context["form"]
    assert (form.errors, form.formsets["memberships"].errors) == (
        {"source_fr": [BOTH]},
        [{"role_fr": [BOTH]}],
    )


def test_every_check_that_staff_can_break_names_its_fields():
    loose = {
        constraint.name
        for app in ("migs_site", "people", "recommendations")
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
        and constraint.violation_error_message != constraint.default_violation_error_message
        and not getattr(constraint, "mended_in", ())
    }

    assert loose == set()
