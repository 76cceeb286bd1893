"""How pages and files travel: compressed or as they are, and who may keep them."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.documents.models import Document

from migs_site.web.middleware import SharedCacheMiddleware
from tests.caching import SHARED
from tests.editing import signed_in
from tests.factories import pages
from tests.factories.accounts import editor, user
from tests.factories.images import picture_file
from tests.factories.internships import application, application_file, offer

pytestmark = pytest.mark.django_db

PERSONAL = "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.fixture
def about():
    return pages.standard_page(slug="about")


def compressed(client, address: str):
    return client.get(address, headers={"Accept-Encoding": "gzip, deflate, br"})


@pytest.mark.parametrize("address", ["/en/about/", "/fr/", "/en/nothing/", "/sitemap.xml", "/admin/login/"])
def test_a_page_is_compressed_for_those_who_can_read_it(client, about, address):
    small, plain = compressed(client, address), client.get(address)

    assert (small["Content-Encoding"], plain.has_header("Content-Encoding")) == ("gzip", False)
    assert int(small["Content-Length"]) == len(small.content) < len(plain.content)
    # A token against forgery is written anew on each page.
    assert len(gzip.decompress(small.content)) == len(plain.content)


def test_the_file_of_an_application_is_never_compressed():
    content = b"%PDF-" + b"the same again and again " * 1000
    file = application_file(application(), content=content)
    coordinator = signed_in(user(groups=["Internship coordinators"]))

    response = compressed(coordinator, reverse("applications:download", args=[file.application_id, "cv"]))

    assert b"".join(response.streaming_content) == content
    assert (response.has_header("Content-Encoding"), response["Content-Length"]) == (False, str(len(content)))
    assert response["Cache-Control"] == PERSONAL
    response.close()


@pytest.mark.parametrize("address", ["/en/about/", "/en/nothing/", "/robots.txt", "/id/{}"])
def test_nobody_keeps_an_answer_with_a_cookie(client, about, address):
    client.cookies["csrftoken"] = "nonsense"

    response = client.get(address.format(about.pk))
    other = Client().get(address.format(about.pk))

    assert ([*response.cookies], response["Cache-Control"]) == (["csrftoken"], "no-store, private")
    assert ([*other.cookies], "public" in other["Cache-Control"]) == ([], True)


@pytest.mark.parametrize("address", ["/en/about/", "/fr/", "/sitemap.xml"])
def test_everybody_may_keep_a_page_if_they_ask_whether_it_still_holds(client, about, address):
    response = client.get(address)

    assert (response["Cache-Control"], response["Vary"]) == (SHARED, "Accept-Encoding")


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
@pytest.mark.parametrize("known_encoding", ["gzip", "identity"])
def test_asking_again_for_an_unchanged_page_costs_nothing_and_for_a_changed_one_gives_it(
    client, about, known_encoding, encoding
):
    first = client.get("/en/about/", headers={"Accept-Encoding": known_encoding})
    known = {"If-None-Match": first["ETag"], "Accept-Encoding": encoding}

    same = client.get("/en/about/", headers=known)
    about.introduction = "Who we have become."
    about.save_revision().publish()
    changed = client.get("/en/about/", headers=known)

    assert (same.status_code, same.content) == (304, b"")
    # Whichever way a page is compressed, it has one name; compression makes that a weak one.
    assert same["ETag"] == first["ETag"].removeprefix("W/")
    assert [same[name] for name in ("Cache-Control", "Vary")] == [first[name] for name in ("Cache-Control", "Vary")]
    assert changed.status_code == 200
    assert changed["ETag"].removeprefix("W/") != same["ETag"]


def test_nobody_keeps_a_form_or_an_error(client):
    pages.translate(offer())

    assert client.get("/en/apply/")["Cache-Control"] == PERSONAL
    assert not client.post("/en/").has_header("Cache-Control")


@pytest.mark.parametrize(("address", "status"), [("/en/nothing/", 404), ("/en/about", 301), ("/admin", 301)])
def test_proxies_keep_for_a_second_that_there_is_no_such_page(client, about, address, status):
    """One that may not keep it would show for ever what was there before."""
    response = client.get(address)

    assert (response.status_code, response["Cache-Control"]) == (status, "public, max-age=0, s-maxage=1")


@pytest.mark.parametrize("address", ["/admin/nothing/", "/admin/pages/0/edit/", "/admin/pages"])
def test_nobody_keeps_that_there_is_no_such_page_of_the_admin(about, address):
    response = signed_in(editor()).get(address)

    assert response.status_code in (404, 301)
    assert "public" not in response.get("Cache-Control", "")


def test_staff_are_shown_nothing_from_before_they_published(about):
    response = signed_in(editor()).get("/en/about/")

    assert response["Cache-Control"] == "public, max-age=0, stale-if-error=604800"


def test_what_a_view_says_about_keeping_stands(client):
    assert client.get("/robots.txt")["Cache-Control"] == "public, max-age=86400"


def test_nobody_keeps_a_document_without_asking(client, about):
    """A network keeps what says nothing of it for hours, a PDF above all, and is not told when a document leaves."""
    report = Document.objects.create(title="Report", file=picture_file("report.pdf"))
    report.get_file_hash()

    whole = client.get(report.url)
    content = whole.getvalue()
    again = client.get(report.url, headers={"If-None-Match": whole["ETag"]})

    assert content == picture_file().read()
    assert [(each.status_code, each["Cache-Control"]) for each in (whole, again)] == [
        (200, "private, no-cache"),
        (304, "private, no-cache"),
    ]


@pytest.mark.parametrize(("header", "told"), [("Vary", None), ("Set-Cookie", "no-store, private")])
def test_nobody_keeps_what_depends_on_a_cookie_or_sets_one(header, told):
    personal = HttpResponse("For one reader.")
    if header == "Vary":
        personal.headers["Vary"] = "Cookie"
    else:
        personal.set_cookie("name", "value")

    response = SharedCacheMiddleware(lambda request: personal)(RequestFactory().get("/en/"))

    assert (response.get("Cache-Control"), response.has_header("ETag")) == (told, False)


def test_nobody_else_gets_what_a_signed_in_member_of_staff_sees(about):
    staff = signed_in(editor())

    admin = staff.get("/admin/")
    preview = staff.get(f"/admin/pages/{about.pk}/view_draft/")

    assert [admin.status_code, preview.status_code] == [200, 200]
    assert "no-store" in admin["Cache-Control"].split(", ")
    assert "public" not in admin["Cache-Control"].split(", ")
    assert "no-store" in preview["Cache-Control"].split(", ")
    assert "public" not in preview["Cache-Control"].split(", ")


def test_no_cookie_makes_somebody_of_staff_in_the_public_process(settings):
    settings.SERVES = "public"
    request = RequestFactory().get("/en/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "made-up"

    response = SharedCacheMiddleware(lambda _request: HttpResponse("page"))(request)

    assert response["Cache-Control"] == SHARED
