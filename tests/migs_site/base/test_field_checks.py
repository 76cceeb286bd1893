"""What is wrong with several fields together is said beside the fields that mend it, and all of it at once."""

import pytest
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils import translation
from wagtail.models import Page

from migs_site.base.field_checks import FieldCheck, JointChecks
from people.models import GroupPage, Membership
from recommendations.models import Addressee, Edition, ProgressEntry, ProgressSource
from tests.editing import edit, errors_of, rows, signed_in
from tests.factories.accounts import editor
from tests.factories.pages import standard_page
from tests.factories.people import group_page, person_page

pytestmark = pytest.mark.django_db

BOTH = "Fill in both languages, or leave both empty."
PRICE = "Enter the price with its currency and date, or leave all three empty."

SAID_BEFORE = [
    "Addressee: recommendations_addressee_jurisdiction_both",
    "Edition: edition_price_with_currency_and_date",
    "GroupPage: people_grouppage_source_both",
    "Membership: people_membership_role_both",
    "ProgressEntry: progress_about_one_thing",
    "ProgressEntry: recommendations_progressentry_answer_both",
    "ProgressSource: progress_source_archived_from_an_address",
    "RecommendationPage: recommendation_printed_en_with_its_page",
    "RecommendationPage: recommendation_printed_fr_with_its_page",
    "RecommendationPage: recommendations_recommendationpage_correction_both",
]


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
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
        and constraint.violation_error_message != constraint.default_violation_error_message
        and not getattr(constraint, "mended_in", ())
    }

    assert loose == set()


def forms_with_checks() -> list[tuple[str, type, FieldCheck]]:
    """Every form of the admin for a model with joint checks, with each of them: those of pages, snippets and rows."""
    found = []
    for model in apps.get_models():
        if hasattr(model, "snippet_viewset") or (issubclass(model, Page) and not model._meta.abstract):
            panels = model.snippet_viewset if hasattr(model, "snippet_viewset") else model
            form = panels.get_edit_handler().get_form_class()
            rows = [formset.form for formset in getattr(form, "formsets", {}).values()]
            found += [
                (f"{each._meta.model.__name__}: {check.name}", each, check)
                for each in [form, *rows]
                for check in each._meta.model._meta.constraints
                if isinstance(check, FieldCheck)
            ]
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_form_says_before_what_belongs_together_and_all_at_once(language):
    found = forms_with_checks()

    with translation.override(language):
        said = {
            name: [
                field for field in check.said_at if str(check.violation_error_message) in form().fields[field].help_text
            ]
            for name, form, check in found
            if check.said_at and not form.base_fields[check.said_at[0]].required
        }

    assert [name for name, form, _check in found if not issubclass(form, JointChecks)] == []
    assert {name: len(fields) for name, fields in said.items() if len(fields) != 1} == {}
    assert sorted(said) == SAID_BEFORE


@pytest.mark.parametrize("name", ["go_live_at", "expire_at"])
def test_a_day_that_stands_for_never_is_refused_in_a_sentence(name):
    client, page = signed_in(editor()), standard_page()

    response = edit(client, page, **{name: "9999-12-31 23:59"})

    assert response.context["form"].errors[name] == ["Choose an earlier year, or leave this empty."]
    assert errors_of(edit(client, page, **{name: "2999-12-31 23:59"})) == []
