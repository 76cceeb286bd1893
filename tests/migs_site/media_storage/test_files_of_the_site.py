"""Pictures and documents of the site in an object store, as staff and visitors meet them."""

import json

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import SourceImageIOError
from wagtail.models import Collection, CollectionViewRestriction, Page

from migs_site.images import tasks
from migs_site.images.models import SiteImage, SiteRendition
from migs_site.images.pictures import specs
from migs_site.media_storage.failures import StoreAway
from migs_site.media_storage.store import patience
from migs_site.static_edition import asking, services
from tests.editing import signed_in
from tests.factories.accounts import superuser
from tests.factories.images import image, photograph_file, picture_file
from tests.factories.people import person_page
from tests.internships import samples

pytestmark = pytest.mark.django_db
AWAY = "Files cannot be stored at the moment, so nothing was saved. Try again in a few minutes."
TROUBLES = ["refuses", "503", "stalls", "cuts"]


@pytest.fixture
def staff():
    return signed_in(superuser())


def send_picture(staff, follow: bool = True, **fields):
    form = {"title": "Hall", "alt_en": "A hall", "alt_fr": "Une salle", "file": picture_file(size=(900, 1200))}
    form |= {"collection": Collection.get_first_root_node().pk} | fields
    return staff.post(reverse("wagtailimages:add"), form, follow=follow)


def document(content: bytes = b"%PDF-1.7 words", name: str = "Report.pdf", **fields) -> Document:
    file = picture_file()
    file.name, file.file = name, type(file.file)(content)
    return Document.objects.create(title="Report", file=file, **fields)


def test_a_picture_goes_from_the_admin_to_a_page_and_nothing_lies_on_this_machine(store, road, staff, client):
    answer = send_picture(staff)
    assert answer.status_code == 200
    shown = person_page(portrait=SiteImage.objects.get())
    before_the_worker = client.get(shown.url)
    tasks.make_renditions(SiteImage.objects.get().pk, "portrait")
    road.asked.clear()

    page = client.get(shown.url).content.decode()

    assert road.asked == []
    assert "<picture" not in before_the_worker.content.decode()
    names = [row.file.name for row in SiteRendition.objects.filter(filter_spec__in=specs("portrait"))]
    assert len(names) == 4
    assert all(f"/media/{name}" in page for name in names)


def test_pages_ask_nothing_of_a_store_that_is_away(store, road, client):
    shown = person_page(portrait=image(file=photograph_file((900, 1200))))
    tasks.make_renditions(SiteImage.objects.get().pk, "portrait")
    with road.in_trouble("refuses"):
        first = client.get(shown.url)
    other = person_page(given_names="Frank", portrait=image(file=photograph_file((900, 1200))))

    with road.in_trouble("stalls"):
        road.asked.clear()
        second = client.get(other.url)

    assert (first.status_code, second.status_code, road.asked) == (200, 200, [])
    assert "<picture" in first.content.decode()


def test_a_picture_is_served_from_our_own_host_and_asked_about_without_the_store(store, road, client):
    rendition = image(file=photograph_file((900, 1200))).get_rendition("fill-360x450|bare|format-jpeg")
    road.asked.clear()

    answer = client.get(rendition.url)
    again = client.get(rendition.url, headers={"If-None-Match": answer["ETag"]})

    assert (answer.status_code, answer["Content-Type"], answer.content[:3]) == (200, "image/jpeg", b"\xff\xd8\xff")
    assert (again.status_code, again.content) == (304, b"")
    assert "Vary" not in answer or "Cookie" not in answer["Vary"]
    assert answer["Cache-Control"].startswith("public, max-age=86400, s-maxage=60")
    assert [method for method, _name in road.asked] == ["GET"]


def test_a_picture_costs_one_query(store, client, django_assert_num_queries):
    rendition = image(file=photograph_file((900, 1200))).get_rendition("fill-360x450|bare|format-jpeg")

    with django_assert_num_queries(1):
        client.get(rendition.url)


ODD = ["a%00b.jpg", "../original_images/x.png", "%2e%2e/original_images/x.png", "x" * 2000, "%FF.jpg", "a//b.jpg", ""]


@pytest.mark.parametrize("name", ODD)
def test_what_no_row_names_is_not_there_and_the_store_is_not_asked(store, road, client, name):
    image()
    road.asked.clear()

    assert client.get(f"/media/images/{name}").status_code in (400, 404)
    assert road.asked == []


def test_what_staff_uploaded_is_served_by_nobody(store, client):
    made = image()

    assert default_storage.exists(made.file.name)
    assert client.get(made.file.url).status_code == 404


def test_a_picture_that_was_deleted_is_gone_though_the_store_could_not_be_told(store, road, client):
    made = image(file=photograph_file((900, 1200)))
    rendition = made.get_rendition("fill-360x450|bare|format-jpeg")
    assert client.get(rendition.url).status_code == 200

    with road.in_trouble("503"):
        made.delete()

    patience.away_until = 0.0
    assert default_storage.exists(rendition.file.name)
    assert client.get(rendition.url).status_code == 404


def test_a_document_is_downloaded_whole_under_its_own_name(store, road, client):
    report = document(samples.pdf())

    answer = client.get(report.url)

    assert report.url.endswith("/Report.pdf")
    assert b"".join(answer.streaming_content) == samples.pdf()
    assert answer["Content-Disposition"] == "inline"
    assert int(answer["Content-Length"]) == len(samples.pdf())
    assert "Location" not in answer


def test_a_private_document_is_not_for_visitors(store, road, client):
    folder = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")
    report = document(samples.pdf(), collection=folder)
    road.asked.clear()

    answer = client.get(report.url)

    assert (answer.status_code, road.asked) == (302, [])
    assert answer["Location"] == f"/admin/login/?next={report.url}"


def test_a_document_whose_file_is_gone_is_a_missing_page(store, client):
    report = document(samples.pdf())
    default_storage.delete(report.file.name)

    assert client.get(report.url).status_code == 404


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_document_of_a_store_in_trouble_is_a_page_that_says_so(store, road, client, trouble):
    report = document(samples.pdf())

    with road.in_trouble(trouble):
        answer = client.get(report.url)

    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "60", "no-store, private")
    assert "Files are temporarily unavailable" in answer.content.decode()


@pytest.mark.parametrize("trouble", TROUBLES)
def test_an_upload_to_a_store_in_trouble_is_a_sentence_and_stores_nothing(store, road, staff, trouble):
    with road.in_trouble(trouble):
        answer = send_picture(staff)

    assert answer.context["form"].errors["file"][0] == AWAY
    assert answer.context["form"]["title"].value() == "Hall"
    assert SiteImage.objects.count() == 0


def test_a_report_that_cannot_be_stored_is_a_sentence_too_and_is_stored_when_it_can_be(store, road, staff):
    def send():
        file = SimpleUploadedFile("Report.pdf", samples.pdf(), "application/pdf")
        form = {"title": "Report", "file": file, "collection": Collection.get_first_root_node().pk}
        return staff.post(reverse("wagtaildocs:add"), form)

    with road.in_trouble("503"):
        refused = send()
    patience.away_until = 0.0
    stored = send()

    assert (refused.context["form"].errors["file"], stored.status_code) == ([AWAY], 302)
    with Document.objects.get().file.open() as file:
        assert file.read() == samples.pdf()


def test_an_upload_of_many_says_it_beside_each(store, road, staff):
    form = {"title": "Hall", "files[]": picture_file()}
    with road.in_trouble("503"):
        answer = staff.post(reverse("wagtailimages:add_multiple"), form, headers={"X-Requested-With": "XMLHttpRequest"})

    assert json.loads(answer.content)["error_message"] == AWAY


def test_an_upload_that_fails_on_its_way_stores_no_row(store, road, staff):
    with road.in_trouble("503", "PUT"):
        answer = send_picture(staff)

    assert answer.status_code == 503
    assert "We could not save what you just sent" in answer.content.decode()
    assert SiteImage.objects.count() == 0


def test_lists_of_the_admin_ask_the_store_for_nothing(store, road, staff):
    for _number in range(3):
        image(file=photograph_file((900, 1200)))
        document(samples.pdf())
    addresses = [reverse("wagtailimages:index"), reverse("wagtaildocs:index"), reverse("wagtailimages_chooser:choose")]
    for address in addresses:
        staff.get(address)
    road.asked.clear()

    with road.in_trouble("refuses"):
        assert [staff.get(address).status_code for address in addresses] == [200, 200, 200]
    assert road.asked == []


def test_a_list_of_pictures_that_were_never_shown_is_whole_while_the_store_is_away(store, road, staff):
    image(file=photograph_file((900, 1200)))

    for methods in ([], ["PUT"]):
        patience.away_until = 0.0
        with road.in_trouble("503", *methods):
            assert staff.get(reverse("wagtailimages:index")).status_code == 200


def test_the_worker_makes_sizes_later_where_the_store_is_away(store, road):
    made = image(file=photograph_file((900, 1200)))
    with road.in_trouble("503"), pytest.raises(SourceImageIOError) as error:
        tasks.make_renditions(made.pk, "portrait")
    assert isinstance(error.value.__cause__, StoreAway)

    patience.away_until = 0.0
    tasks.make_renditions(made.pk, "portrait")

    assert SiteRendition.objects.count() == 4


def test_an_edition_has_no_gaps_where_the_store_is_away(store, road):
    rendition = image(file=photograph_file((900, 1200))).get_rendition("fill-360x450|bare|format-jpeg")
    site = asking.Site()

    with road.in_trouble("503"):
        away = site.ask(rendition.url)
    patience.away_until = 0.0
    found = site.ask(rendition.url)

    assert (away.status, found.status, found.type) == (503, 200, "image/jpeg")


def test_the_key_of_editions_is_found_by_every_machine(store, client, settings, tmp_path):
    (tmp_path / "key.pub").write_text("ssh-ed25519 AAAA edition")
    settings.STATIC_EDITION_KEY = str(tmp_path / "key")
    assert client.get("/static-edition.signers").status_code == 404

    services.publish_signers()

    assert client.get("/static-edition.signers").content.endswith(b"ssh-ed25519 AAAA\n")


def test_a_home_page_stands_without_any_folder(store, client):
    assert client.get(Page.objects.get(depth=2, locale__language_code="en").url).status_code == 200
