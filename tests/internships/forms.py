"""The application form as a browser sends it."""

import re

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from internships.documents.contents import open_content
from internships.models import Application, ApplicationFile
from tests.internships import samples

CV, SAMPLE, LETTER = samples.pdf("CV"), samples.docx("Sample"), samples.odt("Letter")


def address(name: str = "apply", language: str = "en", args=()) -> str:
    with translation.override(language):
        return reverse(f"internships:{name}", args=args)


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def shown(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def hidden(soup: BeautifulSoup) -> dict[str, str]:
    """The hidden answers of the form on a page, and the value of its box for consent."""
    fields = {field["name"]: field.get("value", "") for field in soup.select("form input[type=hidden]")}
    return fields | {"consent": soup.select_one("input[name=consent]")["value"]}


def answers(soup: BeautifulSoup, **changes) -> dict:
    """A complete and good form; a change to None leaves that answer out."""
    project = soup.select_one("input[name=projects]")
    filled = {
        "name": "Camille Tremblay",
        "email": "camille@example.org",
        "institution": "Université de Montréal",
        "programme": "Histoire",
        "level": "masters",
        "projects": [project["value"]] if project else [],
        "availability": "From May.\r\nTwo days a week.",
        "message": "",
        "do": "send",
        "cv": upload(CV, "mon cv.pdf"),
        "writing_sample": upload(SAMPLE, "sample.docx"),
        "cover_letter": upload(LETTER, "letter.odt"),
    }
    form = hidden(soup) | filled | changes
    return {name: value for name, value in form.items() if value is not None}


NO_FILES = {"cv": None, "writing_sample": None, "cover_letter": None}


def fetch(language: str = "en", client: Client | None = None) -> BeautifulSoup:
    """A new form."""
    return shown((client or Client()).get(address(language=language), follow=True))


def new_form(language: str = "en") -> str:
    """The address of one."""
    return Client().get(address(language=language))["Location"]


def place_of(soup: BeautifulSoup) -> str:
    """The address of a form."""
    return soup.select_one("form[enctype]")["action"]


def post(language: str = "en", client: Client | None = None, soup: BeautifulSoup | None = None, **changes):
    """Fetch the form, fill it in with changes, and send it; the answer, which leads back to the same address."""
    soup = soup or fetch(language)
    return (client or Client()).post(place_of(soup), answers(soup, **changes))


def send(language: str = "en", client: Client | None = None, soup: BeautifulSoup | None = None, **changes):
    """The same, and what is shown then."""
    response = post(language, client, soup, **changes)
    return Client().get(response["Location"]) if response.status_code == 303 else response


def errors(response) -> dict[str, str]:
    """The sentence beside each field that has one."""
    found = shown(response).select(".field__error")
    return {
        error["id"].removeprefix("id_").removesuffix("_error"): words(error).removeprefix("Error: ") for error in found
    }


def summary(response) -> list[tuple[str, str]]:
    """Where each line of the summary leads, and what it says."""
    return [(link["href"], words(link)) for link in shown(response).select(".alert__list a")]


def value(soup, name: str) -> str:
    """What stands in a field of the form."""
    field = soup.select_one(f"[name={name}]")
    return field.get_text().removeprefix("\n") if field.name == "textarea" else field.get("value", "")


def words(tag) -> str:
    return re.sub(r"[ \n]+", " ", tag.get_text()).strip()


def everything_stored() -> tuple[int, int, int]:
    """How many applications that were sent, files, and jobs there are."""
    return (
        Application.objects.exclude(state="draft").count(),
        ApplicationFile.objects.count(),
        ProcrastinateJob.objects.count(),
    )


def stored() -> list[bytes]:
    """The contents of all files that are stored now, as the staff side opens them."""
    found = []
    for file in ApplicationFile.objects.all():
        with open_content(file) as plain:
            found.append(plain.read())
    return sorted(found)
