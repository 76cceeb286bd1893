"""An edition is whole and of one moment, or it is not there at all and the last one stays."""

import fcntl
import re
import resource
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from donations.models import DonationTarget
from migs_site.models import StandardPage
from migs_site.static_edition.writing import NotWritten, current_facts, editions, write_edition
from tests.factories import donations, internships, pages, people
from tests.factories.images import image
from tests.migs_site.sample_pages import assessed, group_with
from tests.migs_site.static_edition.editions import broken_links, key_in, shown
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def whole_site():
    """Lists, files, a form, a picture and old addresses, in both languages."""
    pages.contact_details(email="institute@example.org")
    group_with(2)
    assessed(1)
    pages.translate(internships.internship_page(contact_email="students@example.org", introduction="<p>Apply.</p>"))
    donations.donate_page(target=donations.donation_target(address_en="https://give.example.org/general"))
    pages.translate(people.person_page(surname="Pictured", slug="pictured", portrait=image()))
    Redirect.add_redirect("/old-café/a-page/", "/fr/")
    Redirect.add_redirect("/report.pdf", "https://example.org/report.pdf")


def text(root: Path, file: str) -> str:
    return (root / "current" / file).read_text()


def test_every_link_of_the_site_works_on_a_plain_host(whole_site, static_dir, settings, tmp_path):
    settings.STATIC_ROOT = static_dir

    first = write_edition(tmp_path, key=key_in(tmp_path))
    again = write_edition(tmp_path, key=str(tmp_path / "edition-key"))

    with shown(tmp_path / "current") as url:
        broken, found = broken_links(url)
    assert (broken, first["broken_links"]) == ([], [])
    languages = {address[:4] for address in found if address.count("/") > 2} & {"/en/", "/fr/"}
    kinds = {Path(address).suffix for address in found}
    assert languages == {"/en/", "/fr/"}
    assert {".css", ".woff2", ".png", ".csv", ".xml", ".vcf", ".bib"} - kinds == {".vcf"}
    assert again["written"] == 0
    settings.STATIC_EDITION_KEY = str(tmp_path / "edition-key")
    call_command("verify_static_edition", str(tmp_path))
    assert "students@example.org" in text(tmp_path, "en/apply/index.html")
    assert "institute@example.org" in text(tmp_path, "fr/candidature/lien-perdu/index.html")
    assert 'url=/fr/"' in text(tmp_path, "old-café/a-page/index.html")
    assert 'url=https://example.org/report.pdf"' in text(tmp_path, "report.pdf/index.html")
    assert 'url=https://give.example.org/general"' in text(tmp_path, "en/give/general/index.html")
    assert DonationTarget.objects.get().counts.count() == 0


def test_for_another_host_no_address_of_the_site_is_left(tmp_path):
    pages.contact_details()
    Site.objects.update(hostname="testserver")

    write_edition(tmp_path, at="https://copy.example.org")

    texts = [file for ending in ("html", "xml", "txt") for file in (tmp_path / "current").rglob(f"*.{ending}")]
    left = [file.name for file in texts if "http://testserver" in file.read_text()]
    assert len(texts) > 5
    assert left == []
    assert "https://copy.example.org/en/" in text(tmp_path, "sitemap.xml")


def test_a_page_that_was_unpublished_is_not_in_the_next_edition(tmp_path):
    page = pages.standard_page(slug="gone")
    write_edition(tmp_path)
    assert (tmp_path / "current" / "en" / "gone").exists()

    page.unpublish()
    write_edition(tmp_path)

    changed = current_facts(tmp_path)["changed"]
    assert {"/en/gone/", f"/id/{page.pk}"} <= set(changed)
    assert not (tmp_path / "current" / "en" / "gone").exists()
    assert "gone" not in text(tmp_path, "SHA256SUMS")


def test_a_page_that_fails_is_named_and_the_last_edition_stays(tmp_path, monkeypatch):
    pages.standard_page(slug="fails")
    write_edition(tmp_path)
    before = (tmp_path / "current").resolve()
    monkeypatch.setattr(StandardPage, "get_context", lambda *arguments, **named: 1 / 0)

    with pytest.raises(NotWritten, match=re.escape("/en/fails/ answered 500: the last edition stays as it is.")):
        write_edition(tmp_path)

    assert editions(tmp_path) == [before] == [(tmp_path / "current").resolve()]


@contextmanager
def no_file_larger_than(size: int):
    """As on a disk that is full: writing fails in the middle of a file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_where_the_disk_takes_no_more_the_last_edition_stays(tmp_path):
    write_edition(tmp_path)
    before = (tmp_path / "current").resolve()
    pages.contact_details()

    with pytest.raises(NotWritten, match="The edition cannot be written to"), no_file_larger_than(4_000):
        write_edition(tmp_path)

    assert editions(tmp_path) == [before] == [(tmp_path / "current").resolve()]


def test_what_a_killed_writer_left_goes_and_of_old_editions_two_stay(tmp_path):
    left = tmp_path / "20200101T000000.000000Z.unfinished"
    left.mkdir()
    (left / "index.html").write_text("half")

    made = [write_edition(tmp_path) and (tmp_path / "current").resolve() for _time in range(3)]

    assert editions(tmp_path) == made[1:]


def test_an_edition_that_an_earlier_clock_has_named_stays(tmp_path):
    for year in (2998, 2999):
        write_edition(tmp_path)
        made = (tmp_path / "current").resolve()
        made.rename(tmp_path / f"{year}0101T000000.000000Z")
    (tmp_path / "current").unlink()
    (tmp_path / "current").symlink_to("29990101T000000.000000Z")

    write_edition(tmp_path)

    assert "/en/" in current_facts(tmp_path)["answers"]


@pytest.mark.parametrize("name", ["edition.json", "SHA256SUMS", "SHA256SUMS.sig", "_redirects", "redirects.map"])
def test_an_old_address_never_takes_the_place_of_what_an_edition_says_of_itself(tmp_path, name):
    Redirect.objects.create(old_path=f"/{name}", redirect_link="/en/")

    write_edition(tmp_path, key=key_in(tmp_path))

    assert (tmp_path / "current" / name).is_file()


def test_two_do_not_write_at_once(tmp_path):
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(NotWritten, match="Another edition is being written"):
            write_edition(tmp_path)


def test_a_file_of_the_last_edition_that_somebody_changed_is_not_taken_over(tmp_path):
    write_edition(tmp_path)
    (tmp_path / "current" / "en" / "index.html").write_text("defaced")

    facts = write_edition(tmp_path)

    assert facts["written"] == 1
    assert "defaced" not in text(tmp_path, "en/index.html")


def test_the_command_says_what_it_wrote_and_refuses_a_wrong_address(tmp_path, capsys):
    call_command("write_static_edition", str(tmp_path))

    said = capsys.readouterr().out
    assert re.match(r"\d+ files with [\d,]+ bytes, of which \d+ are new\.\n", said)
    assert "STATIC_EDITION_KEY names no key" in said
    with pytest.raises(CommandError, match="without a path"):
        call_command("write_static_edition", str(tmp_path), at="https://copy.example.org/en")
    with pytest.raises(CommandError, match="ssh-keygen -t ed25519"):
        call_command("write_static_edition", str(tmp_path), key=str(tmp_path / "none"))
