"""Staff delete an application as everybody does: nothing of it is left, and who did it is written down."""

import pytest
from django.urls import reverse

from internships.models import Erasure
from migs_site.audit.models import AuditEntry
from tests.editing import signed_in
from tests.factories import accounts
from tests.internships.erasure import planted

pytestmark = pytest.mark.django_db


def test_deleting_in_the_admin_erases():
    application = planted.planted_application()
    coordinator = accounts.user("coordinator@example.org", groups=["Internship coordinators"])

    response = signed_in(coordinator).post(reverse("applications:delete", args=[application.pk]))

    assert (response.status_code, planted.found()) == (302, [])
    assert Erasure.objects.get().why == "staff"
    assert AuditEntry.objects.get(action="application.erased").user_pk == coordinator.pk
