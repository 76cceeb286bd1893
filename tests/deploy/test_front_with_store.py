"""Pictures and documents of an object store behind nginx: what is kept, and what is shown when something is away."""

from importlib import import_module

import pytest
from django.core.files.storage import storages
from django.test.utils import override_settings
from wagtail.documents.models import Document

from migs_site.front_cache.backends import purge
from migs_site.images.models import SiteImage
from tests.object_store import Road

IN_STORE = {"default": {"BACKEND": "migs_site.media_storage.store.MediaStore"}}


@pytest.fixture(scope="module")
def road(object_store):
    road = Road(object_store)
    yield road
    road.close()


@pytest.fixture(scope="module")
def stored(front, road):
    """The whole site with its files in the store, a picture and a document among them."""
    with front.keeping_files_in(road.address()):
        with (
            front.database(),
            override_settings(MEDIA_STORAGE_URL=road.address(), STORAGES=storages.backends | IN_STORE),
        ):
            front.picture, front.original = made_picture("first")
            front.document = made_document()
        front.until(lambda: front.ask(front.document).status_code == 200)  # the first loads the client of S3
        yield front


def made_picture(title: str) -> tuple[str, str]:
    """The addresses of one size and of the original."""
    images = import_module("tests.factories.images")
    image = images.image(title=title, file=images.photograph_file((600, 800)))
    return image.get_rendition("fill-360x450|bare|format-jpeg").url, image.file.url


def made_document() -> str:
    file = import_module("tests.factories.images").picture_file("report.pdf")
    return Document.objects.create(title="Report", file=file).url


def test_a_picture_is_kept_and_shown_while_the_store_and_django_are_away(stored, road):
    first = stored.ask(stored.picture)
    asked = len(road.asked)
    again = stored.ask(stored.picture + "?made-up")

    with road.in_trouble("refuses"), stored.without_django():
        away = stored.ask(stored.picture)

    assert [each.status_code for each in (first, again, away)] == [200, 200, 200]
    assert [each.headers["X-Cache"] for each in (first, again, away)] == ["MISS", "HIT", "HIT"]
    assert {each.content for each in (first, again, away)} == {first.content}
    assert first.headers["Cache-Control"] == "public, max-age=86400, s-maxage=60, stale-if-error=604800"
    assert len(road.asked) == asked


def test_staff_see_it_on_their_own_name(stored):
    answer = stored.ask(stored.picture, side="staff")

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")


def test_what_staff_uploaded_stays_where_it_is(stored):
    wrong = [
        stored.original,
        "/media/",
        "/media/images/",
        "/media/images/..%2foriginal_images/a.jpg",
        "/media/images/a.jpg",
    ]

    assert [stored.ask(path).status_code for path in wrong] == [404] * len(wrong)


def test_pages_and_documents_of_a_store_in_trouble(stored, road):
    """How long it takes to give up one that stalls: tests/migs_site/media_storage, and benchmarks/faults.md."""
    whole = stored.ask(stored.document)
    with road.in_trouble("refuses"):
        document, page = stored.ask(stored.document), stored.ask("/en/about/")

    assert (whole.status_code, whole.headers["Content-Type"]) == (200, "application/pdf")
    assert (document.status_code, document.headers["Retry-After"], page.status_code) == (503, "60", 200)


def test_a_picture_that_was_deleted_is_thrown_away(stored):
    """As the worker does, when the trigger has told it (tests/migs_site/front_cache)."""
    caches = {"here": {"BACKEND": "migs_site.front_cache.backends.FrontCache", "LOCATION": stored.inside}}
    stored.ask(stored.picture)
    with stored.database():
        SiteImage.objects.get(title="first").delete()
    kept = stored.ask(stored.picture)

    with override_settings(WAGTAILFRONTENDCACHE=caches, BASE_URL=stored.public):
        heard = purge(["here"], [stored.picture])

    assert (heard, kept.status_code, stored.ask(stored.picture).status_code) == (["here"], 200, 404)
