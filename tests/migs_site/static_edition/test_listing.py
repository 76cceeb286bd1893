"""What differs between the files of an edition and its signed list."""

import subprocess

import pytest
from django.core.management import CommandError, call_command

from migs_site.static_edition import listing
from tests.migs_site.static_edition.editions import key_in


@pytest.fixture
def edition(tmp_path, settings):
    """Three files with a signed list."""
    settings.STATIC_EDITION_KEY = key_in(tmp_path)
    folder = tmp_path / "edition"
    (folder / "en").mkdir(parents=True)
    contents = {"index.html": b"start", "en/index.html": b"home", "en/café au lait.txt": b"text"}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    listing.write_sums(folder, {name: listing.sha256(content) for name, content in contents.items()})
    listing.sign(folder, settings.STATIC_EDITION_KEY)
    return folder


def verify(folder) -> None:
    call_command("verify_static_edition", str(folder))


def test_as_it_was_written_it_is_right(edition, capsys):
    verify(edition)

    assert capsys.readouterr().out == "All 3 files are as they were written, and their list is signed by our key.\n"


def test_each_difference_is_named(edition):
    (edition / "index.html").write_text("defaced")
    (edition / "en" / "index.html").unlink()
    (edition / "more.html").write_text("more")

    with pytest.raises(CommandError) as error:
        verify(edition)

    assert str(error.value) == (
        f"{edition} is not as it was written: 1 changed (index.html); 1 missing (en/index.html); "
        "1 not in the list (more.html)."
    )


def test_a_link_in_the_place_of_a_file_is_a_change(edition, tmp_path):
    (tmp_path / "same").write_text("start")
    (edition / "index.html").unlink()
    (edition / "index.html").symlink_to(tmp_path / "same")

    with pytest.raises(CommandError, match=r"1 changed \(index\.html\)"):
        verify(edition)


@pytest.mark.parametrize("harm", ["list", "other key", "no signature", "no list"])
def test_a_list_that_our_key_has_not_signed_is_not_believed(edition, harm, tmp_path, settings):
    if harm == "list":
        (edition / "index.html").write_text("defaced")
        listing.write_sums(edition, listing.read_sums(edition) | {"index.html": listing.sha256(b"defaced")})
    elif harm == "other key":
        (tmp_path / "other").mkdir()
        settings.STATIC_EDITION_KEY = key_in(tmp_path / "other")
    elif harm == "no signature":
        (edition / "SHA256SUMS.sig").unlink()
    else:
        (edition / "SHA256SUMS").unlink()

    with pytest.raises(CommandError, match=r"cannot be trusted|is not signed|has no list"):
        verify(edition)


def test_programs_that_everybody_has_verify_it_too(edition, tmp_path, settings):
    with open(f"{settings.STATIC_EDITION_KEY}.pub") as key:
        (tmp_path / "signers").write_text(listing.allowed_signers(key.read()))
    signature = ["-Y", "verify", "-f", "../signers", "-I", "edition", "-n", "static-edition", "-s", "SHA256SUMS.sig"]

    with (edition / "SHA256SUMS").open() as sums:
        signed = subprocess.run(["ssh-keygen", *signature], cwd=edition, stdin=sums, capture_output=True, check=False)
    sums = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=edition, check=False)

    assert (signed.returncode, sums.returncode) == (0, 0)
