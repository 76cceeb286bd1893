"""The public process as it is really started, with a role of its own in the database."""

import http.client
import json
import re
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from donations.models import DonationCount
from internships.documents.packing import pack
from internships.erasure.proof import what_is_left
from internships.models import Application
from internships.students.links import make_link
from migs_site.outbox.models import Mail
from migs_site.static_edition.writing import write_edition
from tests.crawling import crawl
from tests.databases import address_of
from tests.factories import donations, internships, pages, people, recommendations
from tests.factories.images import image
from tests.internships.forms import CV, answers, upload
from tests.mailing import work
from tests.migs_site import sample_pages
from tests.public_role import ROLE, address_of_role, make_role
from tests.web_server import Server

pytestmark = pytest.mark.django_db(transaction=True)

HOST = "www.example.org"
MASKED = re.compile(
    r'(?<=name="csrfmiddlewaretoken" value=")\w+|(?<=/apply/)[\w-]{44}|(?<=/candidature/)[\w-]{44}'
    r'|(?<=name="shown_at" value=")[^"]+'
)
NOT_COMPARED = {"Date", "Expires", "ETag", "Content-Length", "X-Request-ID"}


class Site(Server):
    """A process of the site, asked as nginx asks it."""

    def __init__(self, folder, static_dir, database: str, serves: str):
        folder.mkdir()
        names = {"BASE_URL": f"http://{HOST}", "SERVES": serves, "PUBLIC_ROLE": ROLE, "PAGE_CACHE_MB": "0"}
        names |= {"DATABASE_URL": database, "DATABASE_POOL_SIZE": "4", "STATIC_DIR": str(static_dir)}
        super().__init__(folder, "--threads=4", **names)

    def asked(self, path: str, method: str = "GET", body: bytes = b"", **headers: str):
        """(status, headers, content)"""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body or None, {"Host": HOST, **headers})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), content

    def post(self, path: str, fields: dict):
        content = encode_multipart(BOUNDARY, fields)
        return self.asked(path, "POST", content, **{"Content-Type": MULTIPART_CONTENT})


def compared(answer) -> tuple:
    status, headers, content = answer
    text = content.decode(errors="replace")
    kept = {name: value for name, value in headers.items() if name not in NOT_COMPARED}
    kept["Location"] = MASKED.sub("…", kept.get("Location", ""))
    kept["Content-Security-Policy"] = sorted(kept.get("Content-Security-Policy", "").split("; "))
    kept["Set-Cookie"] = kept.get("Set-Cookie", "").partition("=")[0]
    return status, kept, MASKED.sub("…", text)


def differences(ours: tuple, theirs: tuple) -> list:
    """The parts that differ of two answers: the status, headers, lines."""
    lines = [set(answer[2].splitlines()) for answer in (ours, theirs)]
    return [
        *({(ours[0], theirs[0])} if ours[0] != theirs[0] else ()),
        *(name for name in ours[1].keys() | theirs[1].keys() if ours[1].get(name) != theirs[1].get(name)),
        *sorted(lines[0] ^ lines[1])[:4],
    ]


@pytest.fixture
def public(tmp_path, static_dir):
    make_role()
    site = Site(tmp_path / "public", static_dir, address_of_role(connection.settings_dict["NAME"]), "public")
    yield site.until_ready()
    site.end()


@pytest.fixture
def everything(tmp_path, static_dir):
    site = Site(tmp_path / "everything", static_dir, address_of(connection.settings_dict["NAME"]), "everything")
    yield site.until_ready()
    site.end()


def a_whole_site() -> list[str]:
    """The addresses of a site with a page of each type in both languages, and what visitors ask for beside pages."""
    sample_pages.home_with(1)
    body = sample_pages.every_block(1)
    made = [donations.donate_page(), sample_pages.internships_with(1), pages.standard_page(body=body)]
    for page in [*made, recommendations.progress_page(), pages.contact_page(), people.people_index()]:
        pages.translate(page)
    pages.contact_details()
    donations.donation_target(slug="gifts", address_en="https://example.org/give", address_fr="https://example.org/don")
    found = [path for path, _response in crawl(Client())]
    both = ["/en/give/gifts/", "/fr/don/gifts/", "/en/nothing/", "/fr/rien/", "/robots.txt", "/Donate.html", "/"]
    forms = ["/en/apply/", "/fr/candidature/", "/en/apply/lost-link/", "/fr/candidature/lien-perdu/"]
    return [*found, *both, *forms, "/en/apply/erased/", "/en/apply/wrong/", "/en/apply/files/wrong/"]


def test_visitors_get_the_same_of_the_public_process(public, everything):
    addresses = a_whole_site()

    answers = {path: (compared(public.asked(path)), compared(everything.asked(path))) for path in addresses}

    assert {path: differences(*both) for path, both in answers.items() if differences(*both)} == {}
    assert len(addresses) > 80
    assert "rror" not in public.log.read_text()


def test_the_process_is_ready_and_what_staff_ask_for_is_not_there(public):
    ready = json.loads(public.asked("/-/ready")[2])
    paths = ["/admin/", "/admin/login/", "/admin/pages/", "/styleguide/", "/documents/authenticate_with_password/1/"]
    paths += ["/en/_util/login/"]
    pages.home_page()

    assert ready == {"ready": False, "database": "ready", "migrations": "ready", "worker": "none runs"}
    for path in paths:
        status, headers, content = public.asked(path)
        assert (path, status, b"csrfmiddlewaretoken" in content) == (path, 404, False)
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert "Cookie" not in headers.get("Vary", "")


def test_an_edition_says_what_the_public_process_answers(public, settings, static_dir, tmp_path):
    """The worker who writes it serves everything: there a document for some readers leads to where they sign in."""
    settings.STATIC_ROOT = static_dir
    a_whole_site()
    for_some = Collection.get_first_root_node().add_child(name="For some")
    CollectionViewRestriction.objects.create(collection=for_some, restriction_type="login")
    file = Document.objects.create(title="Minutes", collection=for_some, file=ContentFile(b"%PDF", name="minutes.pdf"))
    pages.standard_page(title="Paper", body=[("text", f'<p><a linktype="document" id="{file.pk}">Minutes</a></p>')])
    Redirect.add_redirect("/login/", "/admin/login/")

    facts = write_edition(tmp_path / "editions")

    known = {address: answer["status"] for address, answer in facts["answers"].items()}
    found = {address: public.asked(address)[0] for address in known}
    differ = {address for address in known if known[address] != found[address]}
    assert {address for address in differ if not address.startswith("/media/")} == set()  # its pictures lie elsewhere
    assert file.url in facts["broken_links"]


def kept(site: Site, answer) -> str:
    """Where an answer to a form leads, after which it is shown without an error."""
    status, headers, content = answer
    assert (status, content) == (303, b"")
    assert site.asked(headers["Location"])[0] == 200
    return headers["Location"]


def test_a_student_goes_the_whole_way_by_the_public_process(public):
    """Every step of the form, the mails that the worker writes for it, and the end."""
    internships.offer()
    somebody_else = internships.application()
    place = public.asked("/en/apply/")[1]["Location"]

    fill_in_and_send(public, place)
    application = Application.objects.exclude(pk=somebody_else.pk).get()
    assert (application.state, application.files.count(), application.links.count()) == ("received", 3, 1)
    work()
    assert kinds_of_mails() == ["draft", "received"]

    mailed = f"/en/apply/{make_link(application, mailed_to=application.email)}/"
    act(public, place, mailed)
    work()
    application.refresh_from_db()
    assert kinds_of_mails() == ["draft", "files", "receipt", "received"]
    assert (application.state, application.email_confirmed_at is None) == ("withdrawn", False)
    assert application.files.get(kind="cv").original_name == "new.pdf"

    take_out(public, pack(application))
    kept(public, public.post(f"{place}erase/", {}))
    assert public.asked(place)[0] == public.asked(mailed)[0] == 410
    assert (list(Application.objects.all()), what_is_left(), Mail.objects.count()) == ([somebody_else], {}, 0)
    assert "rror" not in public.log.read_text()


def fill_in_and_send(public: Site, place: str) -> None:
    def form() -> dict:
        return answers(BeautifulSoup(public.asked(place)[2], "html.parser"))

    kept(public, public.post(place, form() | {"do": "save", "name": ""}))
    assert b"Enter your full name" in public.asked(kept(public, public.post(place, form() | {"name": ""})))[2]
    kept(public, public.post(place, form() | {"do": "mail"}))
    kept(public, public.post(place, form() | {"do": "remove-cv"}))
    kept(public, public.post(place, form() | {"do": "send"}))


def act(public: Site, place: str, mailed: str) -> None:
    assert b"camille@example.org" in public.asked(mailed)[2]
    kept(public, public.post(f"{mailed}confirm/", {}))
    kept(public, public.post(f"{mailed}replace/cv/", {"cv": upload(CV, "new.pdf")}))
    assert [public.asked(f"{place}{name}")[0] for name in ("answers.json", "answers.txt", "files/")] == [200] * 3
    assert public.post(f"{place}files/", {})[0] == 200
    assert public.post(place, {"name": "Another", "email": "camille@example.org", "seen": "", "do": "send"})[0] == 409
    kept(public, public.post(f"{place}withdraw/", {}))


def take_out(public: Site, key: str) -> None:
    assert public.asked(f"/en/apply/files/{key}/")[0] == 200
    assert public.post(f"/en/apply/files/{key}/", {})[2][:2] == b"PK"


def kinds_of_mails() -> list[str]:
    return sorted(re.split("[.:]", key)[1] for key in Mail.objects.values_list("key", flat=True))


def test_what_visitors_leave_beside_the_form_is_written(public):
    """A lost link, a late code with the last place of a round, a picture that has no sizes yet, a donor."""
    offer = internships.internship_page()
    a_lost_link(public)
    a_late_code(public, offer)
    a_picture(public)
    a_donor(public)
    assert "rror" not in public.log.read_text()


def a_lost_link(public):
    application = internships.application()
    lost = "/en/apply/lost-link/"
    _status, headers, content = public.asked(lost)
    token = BeautifulSoup(content, "html.parser").select_one("[name=csrfmiddlewaretoken]")["value"]
    cookie = {"Cookie": headers["Set-Cookie"].partition(";")[0], "Origin": f"http://{HOST}"}

    status, headers, _content = public.asked(
        lost,
        "POST",
        urlencode({"email": application.email, "csrfmiddlewaretoken": token}).encode(),
        **cookie,
        **{"Content-Type": "application/x-www-form-urlencoded"},
    )
    work()

    assert (status, headers["Location"]) == (303, "/en/apply/lost-link/on-its-way/")
    assert [mail.key.split(":")[0] for mail in Mail.objects.all()] == ["internships.lost"]


def a_late_code(public, offer):
    project = internships.project()
    full = internships.round_of(project, capacity=1)
    code = internships.late_code(full)
    first = internships.application()
    Application.objects.filter(pk=first.pk).update(round=full)
    assert b"received all it can take" in public.asked(offer.url)[2]

    place = public.asked(f"/en/apply/?code={code.code}")[1]["Location"]
    form = answers(BeautifulSoup(public.asked(place)[2], "html.parser"), late_code=code.code)
    kept(public, public.post(place.partition("?")[0], form))

    code.refresh_from_db()
    second = Application.objects.get(late_code=code)
    assert (second.state, second.round, second.late_code) == ("received", full, code)
    assert code.used_at is not None
    for name in ("answers.json", "answers.txt"):
        assert code.code.encode() in public.asked(f"{place.partition('?')[0]}{name}")[2]


def a_picture(public):
    picture = image()
    page = pages.standard_page(body=[("image", {"image": picture, "caption": "Words below it"})])

    before = public.asked(page.url)
    work()
    after = public.asked(page.url)

    assert (before[0], b"<img" in before[2], b"Words below it" in before[2]) == (200, False, True)
    assert (after[0], b"<img" in after[2]) == (200, True)


def a_donor(public):
    donations.donation_target(slug="gifts", address_en="https://example.org/give")

    sent_on = [public.asked("/en/give/gifts/") for _time in range(2)]

    assert [(status, headers["Location"]) for status, headers, _content in sent_on] == [
        (302, "https://example.org/give")
    ] * 2
    assert DonationCount.objects.get().count == 2
