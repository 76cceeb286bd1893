"""The form: what it takes, what it says, and what it keeps."""

import time

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

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
    place_of,
    post,
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

    soup = fetch()
    response = post(soup=soup)

    application = Application.objects.get()
    assert (response.status_code, response["Location"]) == (303, place_of(soup))
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


def test_opening_the_form_leads_to_an_address_of_its_own_and_stores_nothing():
    internships.offer()

    responses = [Client().get(address()) for _time in range(2)]

    places = [response["Location"] for response in responses]
    assert [response.status_code for response in responses] == [302, 302]
    assert [len(place.removeprefix("/en/apply/").removesuffix("/")) for place in places] == [44, 44]
    assert len(set(places)) == 2
    assert (Application.objects.count(), Client().get(places[0]).status_code) == (0, 200)


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

    response = post()

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


PRIVATE = {
    "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


def test_every_answer_keeps_the_address_to_itself():
    internships.offer()
    soup = fetch()
    way = Client().get(address())
    mistake, shown_again = post(soup=soup, name=""), Client().get(place_of(soup))
    sent, received = post(soup=soup), Client().get(place_of(soup))
    wrong = Client().get("/en/apply/wrong/")

    found = [way, mistake, shown_again, sent, received, wrong]
    assert [response.status_code for response in found] == [302, 303, 200, 303, 200, 404]
    assert [{name: response[name] for name in PRIVATE} for response in found] == [PRIVATE] * 6


def test_a_closed_form_says_so_and_keeps_what_was_typed():
    offer = internships.offer()
    soup = fetch()
    offer.is_open = False
    offer.save()

    opened, sent = Client().get(address()), send(soup=soup)

    assert [words(shown(response).h1) for response in (opened, sent)] == ["Applications are closed"] * 2
    assert "Your draft is saved, and kept until" in words(shown(sent).main)
    assert (everything_stored(), Application.objects.get().typed["answers"]["name"]) == ((0, 3, 0), "Camille Tremblay")

    offer.is_open = True
    offer.save()
    assert shown(Client().get(place_of(soup))).select_one("[name=name]")["value"] == "Camille Tremblay"


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_live_page_in_the_language_there_is_no_form(method):
    pages.translate(internships.offer(), live=False)

    answers = [getattr(Client(), method)(address(language=code)).status_code for code in ("en", "fr")]

    assert answers == [{"get": 302, "post": 303}[method], 404]


def test_a_form_needs_no_cookie():
    internships.offer()
    client = Client(enforce_csrf_checks=True)

    response = post(client=client, soup=fetch())

    assert (response.status_code, everything_stored(), dict(client.cookies)) == (303, (1, 3, 1), {})


def test_the_form_asks_the_database_a_fixed_number_of_times(django_assert_num_queries):
    internships.offer()
    soup = fetch()
    with django_assert_num_queries(9):
        Client().get(place_of(soup))

    send(soup=soup, name="")
    with django_assert_num_queries(9):
        Client().get(place_of(soup))


@pytest.mark.parametrize(
    "place",
    [
        "/en/apply/00000000-0000-4000-8000-000000000000/",
        "/fr/candidature/abc/",
        "/en/apply/" + "A" * 44 + "/",
        "/en/apply/\u202e\u00e9/",
    ],
)
def test_a_wrong_address_says_what_to_do(place):
    internships.offer()

    response = Client().get(place)

    assert (response.status_code, [link["href"] for link in shown(response).select("main li a")][:2]) == (
        404,
        [address("lost-link", place[1:3]), address(language=place[1:3])],
    )


def test_what_is_sent_to_an_address_that_leads_nowhere_is_kept_under_another():
    internships.offer()

    response = Client().post("/en/apply/wrong/", answers(fetch(), name=""))

    assert response.status_code == 303
    assert (
        shown(Client().get(response["Location"])).select_one("[name=institution]")["value"] == "Université de Montréal"
    )
    assert Client().get("/en/apply/wrong/").status_code == 404


@pytest.mark.parametrize(("days", "status"), [(0, 200), (13, 200), (14, 404), (-1, 404)])
def test_an_address_that_was_never_used_is_good_for_as_long_as_drafts_are_kept(monkeypatch, days, status):
    internships.offer()
    place = place_of(fetch())
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + days * 24 * 60 * 60)

    assert Client().get(place).status_code == status
