"""What is sealed is opened by the staff side’s key and by the recovery key alone, and not when it was changed."""

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from pyrage import x25519

from migs_site.local.environment import file_keys
from migs_site.sealing import CannotOpen, Damaged, KeyMissing, make_identity, seal, unseal
from tests.databases import ROOT

CONTENT = b"Camille Tremblay, curriculum vitae. " * 5_000  # more than two of the pieces that age makes


@pytest.fixture
def keys(settings, tmp_path):
    """New keys, as a local run makes them."""
    made = file_keys(tmp_path)
    settings.FILE_RECIPIENTS = made["FILE_RECIPIENTS"].split(",")
    settings.FILE_IDENTITIES = made["FILE_IDENTITIES"]
    return tmp_path


def sealed(content: bytes = CONTENT) -> bytes:
    plain = io.BytesIO(content)
    plain.read()  # as a check leaves it
    with seal(plain) as file:
        return file.read()


def opened(content: bytes) -> bytes:
    with unseal(io.BytesIO(content)) as file:
        return file.read()


@pytest.mark.parametrize("content", [b"", b"x", CONTENT], ids=["nothing", "one byte", "three pieces"])
def test_what_was_sealed_is_opened_again(keys, content):
    assert opened(sealed(content)) == content


def test_nothing_of_the_content_can_be_read_and_no_two_are_alike(keys):
    first, second = sealed(), sealed()

    assert (b"Camille" in first, b"curriculum" in first, first == second) == (False, False, False)
    assert len(CONTENT) < len(first) < len(CONTENT) + 1_000


def test_the_program_age_opens_it_with_either_key(keys):
    (keys / "cv.age").write_bytes(sealed())

    for name in ("staff-identity", "recovery-identity"):
        command = ["age", "--decrypt", "--identity", str(keys / name), str(keys / "cv.age")]
        assert subprocess.run(command, capture_output=True, check=True).stdout == CONTENT


def test_what_the_program_age_seals_is_opened(keys, settings):
    recipients = [part for key in settings.FILE_RECIPIENTS for part in ("--recipient", key)]
    done = subprocess.run(["age", *recipients], input=CONTENT, capture_output=True, check=True)

    assert opened(done.stdout) == CONTENT


def test_old_keys_stay_in_the_file_and_open_what_is_old(keys, settings):
    old = sealed()
    make_identity(keys / "new")
    private = Path(settings.FILE_IDENTITIES)
    settings.FILE_RECIPIENTS = [make_identity(keys / "new"), settings.FILE_RECIPIENTS[1]]
    private.write_text((keys / "new").read_text() + private.read_text())

    assert [opened(old), opened(sealed())] == [CONTENT, CONTENT]


def changed(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: b"", id="nothing"),
        pytest.param(lambda content: b"PK" + content, id="something else"),
        pytest.param(lambda content: content[:100], id="half a head"),
        pytest.param(lambda content: content[:-1], id="a byte less"),
        pytest.param(lambda content: content[:-20_000], id="a shorter end"),
        pytest.param(lambda content: content[: len(content) - len(content) % 65_552], id="a piece less"),
        pytest.param(lambda content: changed(content, -1), id="a bit at the end"),
        pytest.param(lambda content: changed(content, 100_000), id="a bit in the middle"),
        pytest.param(lambda content: changed(content, 150), id="a bit in the head"),
        pytest.param(lambda content: content + b"x", id="a byte more"),
    ],
)
def test_of_what_was_changed_nothing_is_handed_out(keys, damage):
    with pytest.raises(CannotOpen):
        opened(damage(sealed()))


def test_a_bit_in_the_middle_is_damage_and_no_question_of_keys(keys):
    with pytest.raises(Damaged):
        opened(changed(sealed(), 100_000))


@pytest.mark.parametrize(
    "lose",
    [
        pytest.param(lambda settings, path: setattr(settings, "FILE_IDENTITIES", ""), id="none is set"),
        pytest.param(lambda settings, path: path.unlink(), id="the file is gone"),
        pytest.param(lambda settings, path: path.write_text(""), id="the file is empty"),
        pytest.param(lambda settings, path: path.write_bytes(b"\xff\xfe"), id="the file is no text"),
        pytest.param(lambda settings, path: path.write_text(str(x25519.Identity.generate())), id="another key"),
    ],
)
def test_without_a_key_that_fits_it_is_said_that_one_is_missing(keys, settings, lose):
    content = sealed()
    lose(settings, Path(settings.FILE_IDENTITIES))

    with pytest.raises(KeyMissing):
        opened(content)


def full_disk():
    return open("/dev/full", "r+b")


def test_a_full_disk_is_an_error_of_the_system_and_not_of_the_file(keys, monkeypatch):
    long, short = sealed(), sealed(b"x")
    monkeypatch.setattr(tempfile, "TemporaryFile", full_disk)

    for work in (sealed, lambda: sealed(b"x"), lambda: opened(long), lambda: opened(short)):
        with pytest.raises(OSError, match="No space left"):
            work()


def test_what_is_opened_has_no_name_in_the_temporary_folder(keys, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()

    with seal(io.BytesIO(CONTENT)) as closed, unseal(closed) as plain:
        assert (list((tmp_path / "temporary").iterdir()), plain.read()) == ([], CONTENT)


def test_keys_are_made_once_for_their_owner_alone(tmp_path):
    public = make_identity(tmp_path / "key")
    private = (tmp_path / "key").read_text()

    assert make_identity(tmp_path / "key") == public
    assert ((tmp_path / "key").read_text(), oct((tmp_path / "key").stat().st_mode)[-3:]) == (private, "600")
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_the_command_prints_public_keys_alone(tmp_path):
    names = [str(tmp_path / "one"), str(tmp_path / "two")]
    done = subprocess.run(
        [sys.executable, "-m", "migs_site.sealing", *names],
        cwd=ROOT, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout.split() == [make_identity(Path(name)) for name in names]
    assert (done.stderr, "SECRET" in done.stdout) == ("", False)
