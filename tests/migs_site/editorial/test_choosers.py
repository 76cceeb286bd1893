"""The fields in which staff choose a page or a record: in their language, and never broken by what is sent."""

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from people.models import GroupPage, PersonPage
from tests.editing import edit, errors_of, rows, signed_in
from tests.factories.accounts import superuser, user
from tests.factories.donations import donate_page
from tests.factories.people import group_page

pytestmark = pytest.mark.django_db

NONSENSE = ["abc", "-1", "9" * 24, "1.5", "[]", "None"]


@pytest.mark.parametrize("named", NONSENSE)
def test_a_form_with_nonsense_in_a_chooser_comes_back_with_its_error(staff, named):
    row = {"person": named, "role_en": "", "role_fr": "", "affiliation_en": "", "affiliation_fr": ""}
    row |= {"starts_on": "2010", "ends_on": "", "order": ""}

    assert errors_of(edit(staff, group_page(), memberships=rows(row)))
    assert errors_of(edit(staff, donate_page(), target=named))


@pytest.mark.parametrize(
    ("models", "english", "french"),
    [
        ([PersonPage], "Choose a page (Person)", "Choisissez une page (Personne)"),
        ([Page], "Choose a page", "Choisissez une page"),
        ([PersonPage, GroupPage], "Choose a page", "Choisissez une page"),
    ],
)
def test_the_button_speaks_the_language_of_who_sees_it(models, english, french):
    with translation.override("en"):
        made_at_the_start = AdminPageChooser(target_models=models)

    assert str(made_at_the_start.choose_one_text) == english
    with translation.override("fr"):
        assert str(made_at_the_start.choose_one_text) == french
        assert french in made_at_the_start.render("page", None, {"id": "page"})


@pytest.mark.parametrize("model", get_snippet_models(), ids=lambda model: model._meta.model_name)
@pytest.mark.parametrize("make", [superuser, lambda: user(groups=["Donations"])])
def test_no_chooser_makes_a_record_without_a_form(model, make):
    address = reverse(f"wagtailsnippetchoosers_{model._meta.app_label}_{model._meta.model_name}:create")
    client = signed_in(make())

    assert {client.get(address).status_code, client.post(address).status_code} <= {302, 403}
