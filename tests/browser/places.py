"""Where the browser tests go: a page of every type in each language, and every answer of the form and of failures.

What answers something that was sent, or a fault, the running site answers once, and it is kept to be shown again.
"""

import re
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import APIRequestContext, APIResponse, Browser

from tests.internships import samples

SAMPLE_PAGES = """
    SELECT DISTINCT ON (kind.app_label, kind.model, locale.language_code)
        kind.app_label || '.' || kind.model, locale.language_code, page.url_path
    FROM wagtailcore_page page
    JOIN wagtailcore_locale locale ON locale.id = page.locale_id
    JOIN django_content_type kind ON kind.id = page.content_type_id
    WHERE page.live AND page.depth > 1
    ORDER BY kind.app_label, kind.model, locale.language_code, page.path DESC
"""
BARE = ("failure", "expired form")  # they say only what has happened, and ask the database for no menu
FORM = {"en": "/en/apply/", "fr": "/fr/candidature/"}
LOST = {"en": "lost-link", "fr": "lien-perdu"}
ANSWERS = {
    "name": "Camille Tremblay",
    "email": "camille@example.org",
    "institution": "Université de Montréal",
    "programme": "Histoire",
    "level": "masters",
    "availability": "Dès mai, quatre mois, vingt heures par semaine",
}
FRESH = ("seen",)  # what every form sends that was opened before
TICKS = ("projects", "consent")
CLOSE = "UPDATE internships_internshippage SET is_open = false"
REOPEN = "UPDATE internships_internshippage SET is_open = true"
BREAK = "ALTER TABLE internships_internshippage RENAME TO gone"
MEND = "ALTER TABLE gone RENAME TO internships_internshippage"
FILL = """
    CREATE FUNCTION refuse_as_full() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER is_full BEFORE INSERT ON internships_applicationfilechunk
    FOR EACH ROW EXECUTE FUNCTION refuse_as_full()
"""
EMPTY = "DROP TRIGGER is_full ON internships_applicationfilechunk; DROP FUNCTION refuse_as_full()"
MISTAKES = {"name": "\t", "email": "camille@", "institution": "a" * 201, "programme": "\u202e", "message": "a" * 5001}


@dataclass(frozen=True)
class Place:
    """What a visitor can have in front of them. kept: the answer, where the address alone would not bring it."""

    name: str
    language: str
    address: str
    kept: dict | None = None

    @property
    def is_state(self) -> bool:
        return "." not in self.name  # pages bear the name of their model

    def __str__(self) -> str:
        return f"{self.language} {self.name}"


def sample_pages(site) -> dict[tuple[str, str], str]:
    """The address of one page of each type and language."""
    return {
        (kind, language): f"/{language}/{url_path.split('/', 2)[2]}"
        for kind, language, url_path in site.rows(SAMPLE_PAGES)
    }


def all_places(browser: Browser, site) -> list[Place]:
    """Pages first, then the states of the form and the failures."""
    pages = [Place(kind, language, address) for (kind, language), address in sample_pages(site).items()]
    return [*pages, *states(browser, site, "en"), *states(browser, site, "fr")]


def states(browser: Browser, site, language: str) -> list[Place]:
    """Everything in a language that is no page of the tree."""
    context = browser.new_context(base_url=site.url)
    client = context.request
    form = Form(client, language)
    places = [
        Place("form", language, form.address),
        form.keep("form with mistakes", form.send(MISTAKES | {"cv": a_file("cv.pdf", b"no PDF")}), 200),
        form.keep("form with held files", form.send(ANSWERS | files() | {"email": "camille@"}), 200),
        form.keep("expired form", client.post(f"{form.address}{LOST[language]}/", form={"email": "x"}), 403),
        form.keep("unreadable form", form.send_too_much(), 413),
        *form.places_after_sending(site),
        Place("no page", language, f"/{language}/none/"),
    ]
    with changed(site, FILL, EMPTY):
        places.append(form.keep("form that could not be stored", form.send(ANSWERS | files()), 200))
    with changed(site, CLOSE, REOPEN):
        places.append(form.keep("closed form", form.open(), 200))
    with changed(site, BREAK, MEND):
        places.append(form.keep("failure", form.open(), 500))
    context.close()
    return places


class Form:
    """The application form in a language, as a browser without a window sends it."""

    def __init__(self, client: APIRequestContext, language: str):
        self.client, self.language, self.address = client, language, FORM[language]

    def open(self) -> APIResponse:
        return self.client.get(self.address)

    def send(self, answers: dict) -> APIResponse:
        opened = self.open()
        assert opened.status == 200, f"{self.address}: {opened.status}"
        empty = opened.text()
        ticked = FRESH + TICKS if "level" in answers else FRESH
        fresh = {name: re.search(f'name="{name}" value="(.+?)"', empty)[1] for name in ticked}
        return self.client.post(opened.url, multipart={"do": "send"} | fresh | answers)

    def receipt(self) -> str:
        """Where somebody is led who has sent everything."""
        response = self.send(ANSWERS | files())
        assert response.ok, f"{response.url}: {response.status}"
        assert "SHA-256" in response.text(), "The form was not taken."
        return response.url

    def places_after_sending(self, site) -> list[Place]:
        """The page of an application, and all that it and its e-mails lead to."""
        received = self.receipt().removeprefix(site.url)
        erase, replace = {"en": ("erase", "replace"), "fr": ("effacer", "remplacer")}[self.language]
        lost = f"{self.address}{LOST[self.language]}/"
        changed_again = self.client.post(received, multipart={"message": "Something else."})
        return [
            Place("received form", self.language, received),
            Place("question", self.language, f"{received}{erase}/"),
            Place("other file", self.language, f"{received}{replace}/cv/"),
            self.keep("form sent again", changed_again, 409),
            Place("lost link", self.language, lost),
            self.keep("wrong link", self.client.get(f"{self.address}wrong/"), 404),
        ]

    def send_too_much(self) -> APIResponse:
        return self.client.post(
            self.address, data="a=1&" * 21_000, headers={"Content-Type": "application/x-www-form-urlencoded"}
        )

    def keep(self, name: str, response: APIResponse, status: int) -> Place:
        """The answer as a place under an address of its own."""
        assert response.status == status, f"{name}: {response.status}"
        headers = {name: value for name, value in response.headers.items() if name != "content-encoding"}
        kept = {"status": status, "headers": headers, "body": response.body()}
        return Place(name, self.language, f"{self.address}?{name.replace(' ', '-')}", kept)


def a_file(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def files() -> dict[str, dict]:
    """Three good documents."""
    return {
        "cv": a_file("mon cv.pdf", samples.pdf("CV")),
        "writing_sample": a_file("texte.docx", samples.docx("Texte")),
        "cover_letter": a_file("lettre.odt", samples.odt("Lettre")),
    }


@contextmanager
def changed(site, statement: str, back: str):
    """Meanwhile the database is another one."""
    site.execute(statement)
    try:
        yield
    finally:
        site.execute(back)
