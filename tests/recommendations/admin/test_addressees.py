"""Staff enter those whom recommendations are addressed to."""

import pytest

from recommendations.models import Addressee
from tests.editing import errors_of

pytestmark = pytest.mark.django_db


def test_an_addressee_needs_a_kind_and_its_jurisdiction_both_languages(staff):
    form = {"name_en": "Minister", "name_fr": "Ministre", "slug": "minister", "kind": ""}
    address = "/admin/snippets/recommendations/addressee/add/"

    missing = staff.post(address, form | {"jurisdiction_en": "", "jurisdiction_fr": ""})
    half = staff.post(address, form | {"kind": "office", "jurisdiction_en": "Canada", "jurisdiction_fr": ""})

    assert errors_of(missing) == ["This field is required."]
    assert errors_of(half) == ["Fill in both languages, or leave both empty."]
    assert Addressee.objects.count() == 0
