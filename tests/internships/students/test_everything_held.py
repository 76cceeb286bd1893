"""What a student takes away in words: also what we have mailed them, and whom to ask for what is not in it."""

import pytest
from django.test import Client

from internships.models import Application
from internships.states import State
from tests.factories import accounts, internships, outbox, pages
from tests.internships.forms import address

pytestmark = pytest.mark.django_db

ASK = (
    "What those who handle and review the application have written about it among themselves is not in this file. You "
    "have a right of access to what we hold on you: ask for it in writing. "
)


def about(application: Application) -> str:
    return f"internships.application:{application.pk}"


def taken(application: Application, ending: str = "json", language: str = "en"):
    return Client().get(address("answers", language, args=[internships.link(application), ending]))


@pytest.fixture
def application() -> Application:
    """Of whom a mail was sent, and others are none that its student has got."""
    made = internships.application(state=State.IN_REVIEW)
    outbox.sent_mail("letter", about=about(made), subject="Interview", body="Dear Camille\n\nCome: [[link]]\n")
    outbox.mail("queued", about=about(made), body="Not selected")
    outbox.mail("held", about=about(made), held=True, body="Not selected")
    outbox.failed_mail("failed", about=about(made), body="Not selected")
    outbox.sent_mail("internships.new:1:2", about=about(made), to=["coordinator@example.org"], body="To coordinators")
    outbox.sent_mail("other", about=about(internships.application()), body="Somebody else’s")
    return made


def test_the_mails_that_were_sent_are_in_it_and_no_others(application):
    [mail] = taken(application).json()["emails"]

    assert {name: mail[name] for name in ("to", "subject", "text")} == {
        "to": "camille@example.org",
        "subject": "Interview",
        "text": "Dear Camille\n\nCome: …\n",
    }
    assert mail["sent_at"][:4].isdigit()


def test_as_text_each_mail_is_set_apart_with_its_time(application):
    text = taken(application, "txt").text

    start = text.index("Email to camille@example.org, ")
    assert text[start:].splitlines()[1:5] == ["    Interview", "", "    Dear Camille", ""]
    assert [word in text for word in ("Not selected", "To coordinators", "Somebody else", "[[link]]")] == [False] * 4


def test_what_staff_note_is_not_in_it_and_it_says_whom_to_ask(application):
    internships.offer()
    internships.note(application, accounts.user("coordinator@example.org"), text="Planted note")
    internships.review(application, accounts.user("reviewer@example.org"), comment="Planted review")

    as_json, as_text = taken(application), taken(application, "txt")

    assert ["Planted" in each.text for each in (as_json, as_text)] == [False, False]
    assert as_json.json()["not_included"] == f"{ASK}Alex Example, interns@example.org"
    assert as_text.text.rstrip().endswith(f"Not included\n    {ASK}Alex Example, interns@example.org")


def test_without_an_internship_page_the_institute_is_asked(application):
    pages.contact_details(email="office@example.org")

    assert taken(application).json()["not_included"].endswith(", office@example.org")


def test_in_french_too(application):
    pages.translate(internships.offer())

    text = taken(application, "txt", "fr").text

    assert "\nCourriel à camille@example.org, " in text
    assert "\nNon inclus\n    Ce que les personnes qui traitent" in text


def test_of_a_draft_there_is_nothing_else_to_ask_for():
    assert taken(internships.draft()).json()["not_included"] == ""


def test_the_round_and_the_code_by_which_it_came_are_in_it():
    opened = internships.round_of(internships.project(), name_en="Autumn")
    code = internships.late_code(opened)
    application = internships.application()
    Application.objects.update(round=opened, late_code=code)

    held, text = taken(application).json(), taken(application, "txt").text

    assert (held["round"], held["late_code"]) == ("Autumn", code.code)
    assert f"\nRound\n    Autumn\n\nLate code\n    {code.code}\n" in text


def test_everything_held_can_be_taken_away():
    application = internships.application(name="Zoë", message="Line\nbreak")

    as_json, as_text = taken(application), taken(application, "txt")

    held = as_json.json()
    assert (held["name"], held["message"], held["history"][0]["to_state"]) == ("Zoë", "Line\nbreak", "received")
    assert [file["sha256"] for file in held["files"]] == list(application.files.values_list("sha256", flat=True))
    assert "Message\n    Line\n    break\n" in as_text.text
    assert [response["Content-Disposition"] for response in (as_json, as_text)] == [
        f'attachment; filename="{application.reference}.{ending}"' for ending in ("json", "txt")
    ]


@pytest.mark.parametrize("ending", ["json", "txt"])
def test_a_draft_can_be_taken_away_too(ending):
    draft = internships.draft(typed={"answers": {"name": "Zoë", "projects": ["1"]}})

    response = taken(draft, ending)

    assert (response.status_code, "Zo" in response.text) == (200, True)
