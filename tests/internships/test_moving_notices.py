"""The migrations that make notices of the texts that applications held, and back.

Going back and coming again takes ten seconds, whatever is stored: one test does it for all.
"""

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Revision

from internships.models import Application, InternshipPage, PrivacyNotice
from tests.factories import internships, pages
from tests.factories.internships import notice

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = "0017"


def migrate(*target: str) -> None:
    call_command("migrate", "internships", *target, verbosity=0)


def texts() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, consent_text FROM internships_application ORDER BY name")
        return cursor.fetchall()


def test_texts_become_notices_and_come_back_and_pages_get_a_whole_notice_in_their_language():
    held = applications()
    page = internships.internship_page()
    french = pages.translate(page)

    migrate(BEFORE)
    assert texts() == held
    forget_notices_of_drafts()
    migrate()

    assert list(Application.objects.order_by("name").values_list("name", "notice__text")) == [*held[:3], ("D", None)]
    assert sorted(PrivacyNotice.objects.values_list("language", "text")) == [("en", "Yes."), ("fr", "Oui.")]
    for number, word in ((page.pk, "photograph"), (french.pk, "photo")):
        made = InternshipPage.objects.get(pk=number)
        assert f" {word} " in made.notice_optional
        assert made.get_latest_revision_as_object().notice_optional == made.notice_optional


def applications() -> list[tuple[str, str]]:
    """Three that were sent and a draft; each with the text that it held before."""
    internships.application(name="A", notice=notice("Yes."))
    internships.application(name="B", notice=notice("Yes."))
    internships.application(name="C", notice=notice("Oui.", language="fr"), language="fr")
    internships.draft(name="D", notice=None)
    return [("A", "Yes."), ("B", "Yes."), ("C", "Oui."), ("D", "")]


def forget_notices_of_drafts() -> None:
    for revision in Revision.page_revisions.all():
        revision.content = {key: value for key, value in revision.content.items() if not key.startswith("notice_")}
        revision.save()
