"""The form: what it takes, what it says, and what it keeps."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from internships.models import Application
from migs_site.base.documents import MAX_SIZE
from tests.factories import internships, pages
from tests.internships.forms import (
    CV,
    LETTER,
    SAMPLE,
    address,
    answers,
    errors,
    everything_stored,
    fetch,
    send,
    shown,
    stored,
    summary,
    upload,
    words,
)

pytestmark = pytest.mark.django_db

HIDDEN = "This contains characters that cannot be displayed. Type it in instead of pasting it."
EMAIL = "Enter a valid email address, for example name@example.ca."


def test_a_good_form_is_stored_with_its_files_and_leads_to_its_own_page():
    offer = internships.offer()

    response = send()

    application = Application.objects.get()
    assert (response.status_code, response["Location"]) == (303, address("received", args=[application.pk]))
    assert (application.name, application.email) == ("Camille Tremblay", "camille@example.org")
    assert (application.institution, application.programme) == ("Université de Montréal", "Histoire")
    assert (application.level, application.language) == ("masters", "en")
    assert application.availability == "From May.\nTwo days a week."
    assert application.notice.text.endswith(f"\n\n{offer.consent_text}")
    assert [project.title for project in application.projects.all()] == ["Will to Intervene"]
    assert list(application.files.values_list("kind", "format", "original_name", "size")) == [
        ("cover_letter", "odt", "letter.odt", len(LETTER)),
        ("cv", "pdf", "mon cv.pdf", len(CV)),
        ("writing_sample", "docx", "sample.docx", len(SAMPLE)),
    ]
    assert stored() == sorted([CV, SAMPLE, LETTER])
    assert everything_stored() == (1, 3, 1)


def test_search_engines_read_what_the_internship_is():
    internships.offer(introduction="Work with us.")

    html = Client().get(address()).text

    assert re.findall(r'<meta name="description" content="(.*?)">', html) == ["Work with us."]


def test_the_french_form_offers_french_titles_and_stores_the_english_record():
    project = pages.project_page(takes_interns=True)
    pages.translate(project, {"Will to Intervene": "Volonté d’intervenir"})
    pages.translate(internships.internship_page(), {"You may read my files.": "Vous pouvez lire mes fichiers."})

    soup = fetch("fr")
    send("fr")

    application = Application.objects.get()
    assert [words(label) for label in soup.select("label[for^=id_projects]")] == ["Volonté d’intervenir"]
    assert list(application.projects.values_list("pk", flat=True)) == [project.pk]
    assert (application.language, application.notice.language) == ("fr", "fr")
    assert application.notice.text.splitlines()[-1] == "Vous pouvez lire mes fichiers."


def test_only_live_projects_that_take_interns_can_be_chosen():
    internships.offer()
    pages.project_page(title="Closed project", slug="closed")
    pages.project_page(title="Draft project", slug="draft", takes_interns=True, live=False)

    soup = fetch()

    assert [words(label) for label in soup.select("label[for^=id_projects]")] == ["Will to Intervene"]


def test_without_projects_the_question_is_not_asked():
    internships.internship_page()

    response = send()

    assert (response.status_code, everything_stored()) == (303, (1, 3, 1))


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
    empty = fetch()

    for case, (changes, expected) in BAD.items():
        with subtests.test(case):
            response = send(soup=empty, **changes)

            links = [(f"#id_{name}{'_0' * (name in CHOICES)}", said) for name, said in expected.items()]
            soup = shown(response)
            assert (response.status_code, errors(response), summary(response)) == (200, expected, links)
            assert [len(soup.select(place)) for place, _said in links] == [1] * len(links)
            assert words(soup.title) == "Error: Apply for an internship"
            assert everything_stored() == (0, 0, 0)


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


def test_the_form_is_never_cached_and_stays_so_after_a_mistake():
    internships.offer()

    cached = [response["Cache-Control"] for response in (Client().get(address()), send(name=""))]

    assert cached == ["max-age=0, no-cache, no-store, must-revalidate, private"] * 2


def test_a_closed_form_says_so_and_takes_nothing():
    offer = internships.offer()
    soup = fetch()
    offer.is_open = False
    offer.save()

    said = [words(shown(response).h1) for response in (Client().get(address()), send(soup=soup))]

    assert said == ["Applications are closed"] * 2
    assert everything_stored() == (0, 0, 0)


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_live_page_in_the_language_there_is_no_form(method):
    pages.translate(internships.offer(), live=False)

    answers = [getattr(Client(), method)(address(language=code)).status_code for code in ("en", "fr")]

    assert answers == [200, 404]


def test_a_form_from_another_site_is_refused():
    internships.offer()
    client = Client(enforce_csrf_checks=True)
    soup = fetch(client=client)

    ours = send(client=client, soup=soup)
    theirs = client.post(address(), answers(soup, csrfmiddlewaretoken="x" * 64, name="Somebody else"))

    assert (ours.status_code, theirs.status_code, Application.objects.count()) == (303, 403, 1)


def test_the_page_after_sending_gives_the_reference_and_nothing_personal():
    internships.offer()
    application = internships.draft()
    internships.application_file(application, original_name="CV of Camille.pdf", content=b"x" * 204_800)

    response = Client().get(address("received", args=[application.pk]))

    text = words(shown(response).main)
    assert text == (
        f"We have received your application Reference number {application.reference} Documents received CV PDF, "
        "200.0\u00a0KB What happens next We answer in two "
        "weeks. Questions Questions: Alex Example, interns@example.org Internships"
    )
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_an_invented_number_leads_nowhere():
    internships.offer()

    response = Client().get(reverse("internships:received", args=["00000000-0000-4000-8000-000000000000"]))

    assert response.status_code == 404
