"""What the form says of mistakes, and that it keeps what was typed."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from internships.models import Application
from migs_site.base.documents import MAX_SIZE
from tests.factories import internships
from tests.internships.forms import (
    errors,
    send,
    shown,
    summary,
    upload,
    words,
)

pytestmark = pytest.mark.django_db

HIDDEN = "This contains characters that cannot be displayed. Type it in instead of pasting it."
EMAIL = "Enter a valid email address, for example name@example.ca."
CHOICES = {"level", "projects"}
BAD = {
    "no name": ({"name": ""}, {"name": "Enter your full name."}),
    "a name of spaces": ({"name": " \u00a0 "}, {"name": "Enter your full name."}),
    "a name that nobody can see": ({"name": "\u200d\u200c"}, {"name": "Use letters or digits."}),
    "two thousand letters": (
        {"name": "x" * 2000},
        {"name": "Shorten this answer to 150 characters or fewer. It now has 2000."},
    ),
    "NUL in the name": ({"name": "a\0b"}, {"name": HIDDEN}),
    "bell in the name": ({"name": "a\x07b"}, {"name": HIDDEN}),
    "turned name": ({"name": "a\u202eb"}, {"name": HIDDEN}),
    "two lines": ({"name": "a\nBcc: b@example.org"}, {"name": "Enter this on one line."}),
    "line separator": ({"programme": "a\u2028b"}, {"programme": "Enter this on one line."}),
    "no e-mail": ({"email": ""}, {"email": EMAIL}),
    "half an e-mail": ({"email": "camille@example"}, {"email": EMAIL}),
    "two e-mails": ({"email": "a@example.org, b@example.org"}, {"email": EMAIL}),
    "e-mail to our own machine": ({"email": "root@localhost"}, {"email": EMAIL}),
    "e-mail to a machine of our network": ({"email": "root@[10.0.0.5]"}, {"email": EMAIL}),
    "injected header": ({"email": "a@example.org\nBcc: b@example.org"}, {"email": "Enter this on one line."}),
    "quoted control": ({"email": '"a\x01b"@example.org'}, {"email": HIDDEN}),
    "endless e-mail": (
        {"email": "a" * 2000 + "@example.org"},
        {"email": "Shorten this answer to 254 characters or fewer. It now has 2012."},
    ),
    "no institution": ({"institution": ""}, {"institution": "Enter the name of your university or college."}),
    "no programme": ({"programme": ""}, {"programme": "Enter the name of your program."}),
    "no level": ({"level": None}, {"level": "Select your level of study."}),
    "invented level": ({"level": "dean\0"}, {"level": "Select your level of study."}),
    "no project": ({"projects": []}, {"projects": "Select at least one project."}),
    "invented project": ({"projects": ["9" * 30]}, {"projects": "Select at least one project."}),
    "project in words": ({"projects": ["x\0"]}, {"projects": "Select at least one project."}),
    "no availability": ({"availability": ""}, {"availability": "Enter when you could start and for how long."}),
    "endless message": (
        {"message": "x" * 5001},
        {"message": "Shorten this answer to 5000 characters or fewer. It now has 5001."},
    ),
    "NUL in the message": ({"message": "a\r\n\0"}, {"message": HIDDEN}),
    "no consent": (
        {"consent": None},
        {"consent": "Check this box to give your consent. Without it, we cannot read your application."},
    ),
    "consent to other words": (
        {"consent": "0123456789abcdef"},
        {"consent": "This text has changed. Read it again, then check the box."},
    ),
    "no CV": ({"cv": None}, {"cv": "Attach your CV."}),
    "words instead of a file": ({"cv": "a file"}, {"cv": "Attach your CV."}),
    "no sample": ({"writing_sample": None}, {"writing_sample": "Attach your writing sample."}),
    "no letter": ({"cover_letter": None}, {"cover_letter": "Attach your cover letter."}),
    "empty file": ({"cv": upload(b"", "cv.pdf")}, {"cv": "“cv.pdf” is empty. Attach the document itself."}),
    "mislabelled file": (
        {"cv": upload(b"<html></html>", "cv.pdf")},
        {"cv": "“cv.pdf” is a web page. Print it as PDF and attach the new file."},
    ),
    "huge file": (
        {"cv": upload(b"%PDF-1.4" + b" " * MAX_SIZE, "cv.pdf")},
        {
            "cv": "“cv.pdf” is 10.0\u00a0MB. The limit is 10.0\u00a0MB. "
            "Make the file smaller, for example by removing images."
        },
    ),
    "two mistakes": (
        {"name": "", "cv": None},
        {"name": "Enter your full name.", "cv": "Attach your CV."},
    ),
}


def test_a_mistake_is_named_beside_its_field_and_on_top_and_nothing_is_sent(subtests):
    internships.offer()

    for case, (changes, expected) in BAD.items():
        with subtests.test(case):
            response = send(**changes)

            links = [(f"#id_{name}{'_0' * (name in CHOICES)}", said) for name, said in expected.items()]
            soup = shown(response)
            assert (response.status_code, errors(response), summary(response)) == (200, expected, links)
            assert [len(soup.select(place)) for place, _said in links] == [1] * len(links)
            assert words(soup.title) == "Error: Apply for an internship"
            assert (Application.objects.exclude(state="draft").count(), ProcrastinateJob.objects.count()) == (0, 0)


def test_everything_typed_is_still_there_after_a_mistake():
    internships.offer()

    soup = shown(send(name="", message="<b>Bonjour</b>\n", email="x"))

    assert soup.select_one("[name=email]")["value"] == "x"
    assert soup.select_one("[name=institution]")["value"] == "Université de Montréal"
    assert soup.select_one("[name=message]").string.strip() == "<b>Bonjour</b>"
    assert [choice["value"] for choice in soup.select("[name=level][checked]")] == ["masters"]
    assert len(soup.select("[name=projects][checked]")) == 1
    assert soup.select_one("[name=consent]").has_attr("checked") is True


def test_an_error_is_tied_to_its_field_for_those_who_hear_the_page():
    internships.offer()

    soup = shown(send(name="", availability="", level=None))

    name, availability = soup.select_one("[name=name]"), soup.select_one("[name=availability]")
    assert (name["aria-invalid"], name["aria-describedby"]) == ("true", "id_name_error")
    assert availability["aria-describedby"] == "id_availability_helptext id_availability_error"
    group = soup.select_one("fieldset:has([name=level])")
    assert (group["aria-describedby"], words(group.legend)) == ("id_level_error", "Level of study")
    assert [words(tag) for tag in soup.select("label small")] == ["(optional)"]
