"""Where staff are put into groups, the form says what each group may do."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests.editing import signed_in
from tests.factories.accounts import superuser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ["add", "edit"])
def test_the_form_of_a_user_names_every_group(name, language):
    member = superuser()
    profile = UserProfile.get_for_user(member)
    profile.preferred_language = language
    profile.save()
    args = [member.pk] if name == "edit" else []

    form = signed_in(member).get(reverse(f"wagtailusers_users:{name}", args=args))

    help_text = str(form.context["form"].fields["groups"].help_text)
    assert [group.name for group in Group.objects.all() if group.name not in help_text] == []
