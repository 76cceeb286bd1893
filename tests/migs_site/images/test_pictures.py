"""Pictures on pages: light formats, several sizes, made in the background, and nothing that the camera noted."""

import io

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.utils import translation
from PIL import ExifTags, Image
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.images.models import SourceImageIOError

from migs_site.database_functions import call
from migs_site.images.models import SiteImage, SiteRendition
from migs_site.images.pictures import SHAPES, specs
from migs_site.images.tasks import make_renditions
from tests.factories import pages, people, recommendations
from tests.factories.images import image, photograph_file

pytestmark = pytest.mark.django_db

TAG = Template('{% load migs %}{% picture_of image "portrait" sizes="22rem" class="portrait" loading="eager" %}')


def photograph(size=(1000, 1250), **fields) -> SiteImage:
    return image(file=photograph_file(size, fields.pop("exif", None)), **fields)


def shown(picture: SiteImage) -> BeautifulSoup:
    """The picture as a page of this moment shows it."""
    return BeautifulSoup(TAG.render(Context({"image": SiteImage.objects.get(pk=picture.pk)})), "html.parser")


def candidates(element) -> list[str]:
    """The ending and the width of each file that a browser may choose."""
    return [part.rpartition(".")[2] for part in element.get("srcset", "").split(", ") if part]


def jobs() -> list[dict]:
    return list(ProcrastinateJob.objects.order_by("id").values_list("args", flat=True))


def made(picture: SiteImage) -> list[tuple[str, tuple[int, int]]]:
    """The format and the size of every file, read from the files themselves."""
    found = []
    for rendition in SiteRendition.objects.filter(image=picture).order_by("id"):
        with rendition.file.open() as file, Image.open(file) as opened:
            found.append((opened.format, opened.size))
    return found


def test_the_first_visitor_waits_for_one_picture_and_the_worker_is_told_of_the_rest():
    picture = photograph()

    first, second = shown(picture), shown(picture)

    assert made(picture) == [("JPEG", (720, 900))]
    assert jobs() == [{"image_id": picture.pk, "shape": "portrait"}]
    assert first == second
    assert [first.find_all("source"), candidates(first.img), first.img.get("sizes")] == [[], [], None]
    assert (first.img["width"], first.img["height"]) == ("720", "900")


def test_a_picture_that_is_ready_comes_in_light_formats_and_in_several_sizes():
    picture = photograph()

    make_renditions(picture.pk, "portrait")
    page = shown(picture)

    assert made(picture) == [
        ("JPEG", (720, 900)), ("JPEG", (360, 450)), ("AVIF", (720, 900)), ("AVIF", (360, 450))
    ]  # fmt: skip
    assert [(source["type"], candidates(source), source["sizes"]) for source in page.find_all("source")] == [
        ("image/avif", ["avif 720w", "avif 360w"], "22rem")
    ]
    assert (candidates(page.img), page.img["sizes"]) == (["jpg 720w", "jpg 360w"], "22rem")
    given = {name: page.img[name] for name in ("width", "height", "alt", "class", "loading")}
    assert given == {"width": "720", "height": "900", "alt": "A grey field", "class": ["portrait"], "loading": "eager"}
    assert jobs() == []


@pytest.mark.parametrize("shape", SHAPES)
def test_making_twice_or_after_being_killed_half_way_makes_each_once(shape):
    picture = photograph()
    picture.get_rendition(specs(shape)[1])  # as far as a worker came that was killed

    make_renditions(picture.pk, shape)
    make_renditions(picture.pk, shape)

    specs_made = SiteRendition.objects.filter(image=picture).values_list("filter_spec", flat=True)
    assert sorted(specs_made) == sorted(specs(shape))


def test_a_picture_deleted_meanwhile_needs_nothing():
    make_renditions(0, "portrait")

    assert list(SiteRendition.objects.all()) == []


def test_a_picture_that_is_small_from_the_beginning_is_offered_once_in_each_format():
    picture = photograph((80, 100))

    make_renditions(picture.pk, "portrait")
    page = shown(picture)

    assert [(source["type"], candidates(source), source.get("sizes")) for source in page.find_all("source")] == [
        ("image/avif", ["avif"], None)
    ]
    assert (candidates(page.img), page.img["width"], page.img.get("sizes")) == ([], "80", None)


@pytest.mark.parametrize(
    ("mode", "colour"),
    [("1", 1), ("L", 128), ("LA", (128, 255)), ("P", 0), ("RGB", "grey"), ("RGBA", "grey"), ("I;16", 128 * 256)],
)
def test_every_kind_of_png_is_shown_in_both_formats(mode, colour):
    """The last is how a scanner stores a grey photograph with 16 bits a dot."""
    content = io.BytesIO()
    Image.new(mode, (1000, 1250), colour).save(content, "PNG")
    picture = image(file=SimpleUploadedFile("scan.png", content.getvalue()))

    make_renditions(picture.pk, "portrait")

    assert [format for format, _size in made(picture)] == ["JPEG", "JPEG", "AVIF", "AVIF"]
    if mode in ("L", "I;16"):
        with picture.renditions.first().file.open() as file, Image.open(file) as opened:
            assert opened.convert("L").getpixel((10, 10)) == 128


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves a file open
def test_a_picture_whose_file_is_gone_breaks_no_page_and_keeps_no_worker_busy():
    picture = photograph()
    picture.file.storage.delete(picture.file.name)

    page = shown(picture)

    assert (page.img["alt"], jobs()) == ("A grey field", [])


def test_a_reader_of_french_hears_what_the_picture_shows_in_french_and_nothing_of_a_decoration():
    described, decoration = photograph(), photograph(alt_en="", alt_fr="", is_decorative=True)

    with translation.override("fr"):
        heard = [shown(picture).img["alt"] for picture in (described, decoration)]

    assert heard == ["Un champ gris", ""]


def test_a_picture_at_the_top_of_a_page_is_fetched_at_once_and_one_further_down_when_it_comes_near(client):
    picture = photograph()
    book = recommendations.book_page(slug="book", cover=picture)
    home = pages.home_page()
    home.book_page = book
    home.save_revision().publish()
    people.person_page(slug="stein", portrait=picture)
    pages.standard_page(slug="about", body=[("image", {"image": picture, "caption": ""})])

    loading = {
        address: BeautifulSoup(client.get(address).content, "html.parser").img["loading"]
        for address in ("/en/book/", "/en/", "/en/people/stein/", "/en/about/")
    }

    assert loading == {"/en/book/": "eager", "/en/": "lazy", "/en/people/stein/": "eager", "/en/about/": "lazy"}


def test_no_file_tells_where_and_when_a_picture_was_taken():
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6  # held upright: what lies in the file has to be turned
    exif[ExifTags.Base.DateTime] = "2009:09:22 10:00:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (45.0, 29.0, 40.0)
    picture = photograph((1250, 1000), exif=exif)
    with picture.file.open() as file, Image.open(file) as original:
        noted = dict(original.getexif())

    make_renditions(picture.pk, "body")

    told = []
    for rendition in SiteRendition.objects.filter(image=picture):
        with rendition.file.open() as file, Image.open(file) as opened:
            said = opened.info.keys() & {"exif", "comment", "xmp"}
            told.append((dict(opened.getexif()), said, opened.width < opened.height))
    assert set(noted) == {ExifTags.Base.Orientation, ExifTags.Base.DateTime, ExifTags.IFD.GPSInfo}
    assert told == [({}, set(), True)] * len(specs("body"))


def test_the_database_wants_each_shape_once_and_no_other():
    picture = image()

    for shape in [*SHAPES, *SHAPES, "other"]:
        call("images_want_renditions", picture.pk, shape)
    call("images_want_renditions", 0, "portrait")

    assert jobs() == [{"image_id": picture.pk, "shape": shape} for shape in SHAPES]


@pytest.mark.django_db(transaction=True)
def test_a_picture_that_is_deleted_while_a_size_is_made_leaves_no_file(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture, real = photograph((60, 80)), SiteImage.generate_rendition_file

    def made_and_then_deleted(self, *arguments, **named):
        file = real(self, *arguments, **named)
        SiteImage.objects.get().delete()
        return file

    monkeypatch.setattr(SiteImage, "generate_rendition_file", made_and_then_deleted)
    with pytest.raises(SourceImageIOError, match="deleted"):
        picture.get_rendition("max-20x20")

    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []
