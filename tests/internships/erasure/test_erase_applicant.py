"""manage.py erase_applicant: all of one address, however it was spelled, and nobody else's."""

import builtins
import io

import pytest
from django.core.management import CommandError, call_command

from internships.models import Application, Erasure
from tests.factories import internships
from tests.internships.erasure import planted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def run(email: str = "camille@example.org", *options: str) -> str:
    said = io.StringIO()
    call_command("erase_applicant", email, *options, stdout=said)
    return said.getvalue()


@pytest.fixture
def answers(monkeypatch):
    def answer(words):
        def typed(_question):
            if words is None:
                raise EOFError
            return words

        monkeypatch.setattr(builtins, "input", typed)

    return answer


def three_and_another() -> list[Application]:
    typed = {"answers": {"email": " CAMILLE@Example.ORG"}}
    return [
        internships.application(name="1"),
        internships.draft(name="2", email="Camille@EXAMPLE.org"),
        internships.draft(name="3", email="", typed=typed),
        internships.draft(name="4", email="camille2@example.org", typed={"answers": {"email": None}}),
        internships.draft(name="5", email="", typed={"answers": {}}),
        internships.draft(name="6", email=""),
    ]


@pytest.mark.parametrize("spelled", ["camille@example.org", " Camille@Example.org ", "camille @ example.org"])
def test_every_spelling_is_found_and_no_other_address(spelled):
    made = three_and_another()

    said = run(spelled, "--yes")

    assert sorted(Application.objects.values_list("name", flat=True)) == ["4", "5", "6"]
    assert set(Erasure.objects.values_list("why", flat=True)) == {"command"}
    assert Erasure.objects.filter(proved_at=None).count() == 0
    lines = said.splitlines()
    assert {line.split(",")[0].strip() for line in lines[:3]} == {application.reference for application in made[:3]}
    assert lines[3:] == [
        "Applications and drafts erased: 3",
        "Nothing of them is left in the database. Old backups hold them until they are deleted.",
    ]


def test_nothing_of_planted_words_is_left():
    planted.planted_application()

    run(planted.ANSWERS["email"], "--yes")

    assert planted.found() == []


@pytest.mark.parametrize("answer", ["no", "", "y", "YES ", None])
def test_it_asks_before(answers, answer):
    three_and_another()
    answers(answer)

    with pytest.raises(CommandError, match="Nothing was erased"):
        run()

    assert (Application.objects.count(), Erasure.objects.count()) == (6, 0)


def test_a_yes_is_enough(answers):
    three_and_another()
    answers("yes")

    run()

    assert Application.objects.count() == 3


@pytest.mark.parametrize("email", ["nobody@example.org", "", " "])
def test_an_address_that_nobody_has_is_said(email):
    three_and_another()

    with pytest.raises(CommandError, match="No application and no draft has this address"):
        run(email, "--yes")

    assert Application.objects.count() == 6
