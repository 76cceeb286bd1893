"""Whoever has broken into the site's account keeps nothing from being saved and restored, and learns nothing by it."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.backup.failures import Failed
from deploy.backup.programs import run
from deploy.backup.recovery import Recovery
from deploy.backup.repository import Repository, too_long
from deploy.backup.settings import Settings, read_settings
from deploy.backup.site_commands import FETCHED, Site, files_not_fetched
from tests.deploy.backed_up import BackedUp

LONGEST = 4096 - 1  # bytes of a path
SITE = "postgresql://migs:secret@elsewhere/postgres"
NAMES = [b"-rf", b"new\nline", b"\xff\xfe", b"*", b"[a]", b"$(x)", b"\\"]


@pytest.fixture(scope="module")
def backed_up():
    with BackedUp() as backed_up:
        backed_up.good("init")
        (backed_up.data / "media").mkdir()
        (backed_up.data / "media" / "picture.jpg").write_text("a picture")
        backed_up.good("backup")
        yield backed_up


def nest(folder: Path, name: str, length: int) -> None:
    """Folders of this name in each other, and a file in the last, until its path has this many bytes."""
    before, size = os.getcwd(), len(os.fsencode(folder))
    os.chdir(folder)
    while size + 2 * (len(name.encode()) + 1) <= length:
        os.mkdir(name)
        os.chdir(name)
        size += len(name.encode()) + 1
    Path("f" * min(length - size - 1, 200)).write_text("deep")
    os.chdir(before)


@pytest.mark.parametrize(
    "name", ["repository is already locked" + "d" * 160, "\N{NEXT LINE}" * 60], ids=["lock", "line"]
)
def test_a_path_that_nobody_can_read_keeps_nothing_else_from_being_sent(backed_up, name):
    nest(backed_up.data, name, 2 * LONGEST)
    try:
        said = backed_up.run("send")
    finally:
        run(["rm", "-rf", backed_up.data / name])

    assert (said.returncode, said.stderr) == (0, "")


@pytest.fixture(scope="module")
def restored(backed_up):
    """What came back of the worst that somebody could leave there, and what was said; root's umask is a strict one."""
    odd, longest, before = backed_up.data / "odd", backed_up.data / ("d" * 200), os.umask(0o022)
    nest(backed_up.data, longest.name, LONGEST - 20)
    odd.mkdir()
    nest(odd, "d", 2700)
    for name in NAMES:
        (odd / os.fsdecode(name)).write_text("x")
    os.mkfifo(odd / "fifo")
    (odd / "link").symlink_to("link")
    (odd / "own").write_text("x")
    (odd / "own").chmod(0o6755)
    (odd / "closed").mkdir()
    (odd / "closed" / "file").write_text("x")
    (odd / "closed").chmod(0o000 if os.geteuid() == 0 else 0o700)
    (backed_up.data / ".restoring").write_text("in the way")
    database, files = backed_up.empty_places("a-longer-name-than-it-was")
    try:
        backed_up.good("send")
        os.umask(0o077)
        said = backed_up.good("restore", "--only-data", "--database", database, "--files", files)
    finally:
        os.umask(before)
        run(["rm", "-rf", odd, longest, backed_up.data / ".restoring"])
    yield files, said
    run(["rm", "-rf", files])


def test_what_is_too_long_for_another_folder_is_left_out_and_said(restored):
    files, said = restored

    assert f"were left out: with {files} their paths are too long." in said
    assert (files / "media/picture.jpg").read_text() == "a picture"


def test_folders_a_thousand_deep_come_back(restored):
    files, _said = restored

    assert len(run(["find", files / "odd/d", "-type", "d"]).splitlines()) > 1200


def test_names_and_kinds_of_every_sort_come_back(restored):
    files, _said = restored

    found = {os.fsencode(path.name) for path in (files / "odd").iterdir()}
    assert found == {*NAMES, b"fifo", b"link", b"own", b"closed", b"d"}
    assert (files / "odd/closed/file").read_text() == "x"
    assert (files / ".restoring").read_text() == "in the way"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_nothing_runs_as_its_owner_when_it_has_come_back(restored):
    files, _said = restored

    assert stat.S_IMODE((files / "odd/own").stat().st_mode) == 0o755


def test_folders_are_open_to_whom_they_were_whatever_the_umask(restored):
    files, _said = restored

    assert stat.S_IMODE((files / "media").stat().st_mode) == 0o755


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes an account that may not read")
def test_a_file_that_cannot_be_read_is_named_and_all_others_are_saved(backed_up):
    """As on a disk with a bad sector: a backup that fails each night would fill the disk with bases."""
    settings, now = read_settings_of(backed_up), datetime.now(UTC)
    (backed_up.data / "bad").touch(mode=0o000)
    try:
        name, _size, lacks = Repository(settings).add([settings.data], is_night=True, since=now, at=now)
    finally:
        (backed_up.data / "bad").unlink()
    [snapshot] = [each for each in Repository(settings).snapshots() if each.id == name]

    assert lacks == f"Not in the backup, because it cannot be read: {settings.data}/bad."
    assert Repository(settings).read(snapshot, settings.data / "media/picture.jpg") == b"a picture"
    run(
        ["restic", "forget", name],
        account=settings.account,
        environment=Repository(settings).environment,
        tells_all=True,
    )


def test_a_list_that_would_fill_the_memory_is_none(backed_up, monkeypatch):
    """Of erasures, which a restore reads: a file that is all holes takes no room on the disk."""
    settings, now = read_settings_of(backed_up), datetime.now(UTC)
    repository, listed = Repository(settings), backed_up.data / "erasures.txt"
    listed.write_bytes(b"\xff" * 300_000)
    try:
        name, _size, _lacks = repository.add([settings.data], is_night=True, since=now, at=now)
    finally:
        listed.unlink()
    [snapshot] = [each for each in repository.snapshots() if each.id == name]

    assert len(repository.read(snapshot, settings.data / "erasures.txt").decode()) == 300_000
    monkeypatch.setattr("deploy.backup.repository.MOST", 100_000)
    assert repository.read(snapshot, settings.data / "erasures.txt") is None
    assert repository.read(snapshot, settings.data / "nothing") is None
    run(["restic", "forget", name], account=settings.account, environment=repository.environment, tells_all=True)


def read_settings_of(backed_up) -> Settings:
    known = backed_up.environment()
    places = (backed_up.password, backed_up.folder, 35, backed_up.status_file, backed_up.data)
    return Settings(known["BACKUP_REPOSITORY"], *places, database="", environment=known)


def test_the_role_of_the_site_alone_comes_into_a_server_that_recovers(backed_up):
    """The account of the site reaches its socket, and would be a superuser of PostgreSQL there."""
    database, scratch = backed_up.make_folder(backed_up.root / "copy"), backed_up.root / "scratch"
    backed_up.rows("CREATE ROLE migs LOGIN")
    for folder in (scratch, scratch / "server"):
        folder.mkdir(mode=0o755)
    backed_up.share(scratch / "server", 0o770, backed_up.account)
    command = [backed_up.bin / "pg_basebackup", "-d", backed_up.url, "-D", database, "--checkpoint=fast"]
    run(command, account=backed_up.account)

    answers = {}
    recovery = Recovery(backed_up.bin, database, scratch, [backed_up.folder / "wal"], 1)
    with recovery.to(None, SITE):
        for role in ("migs", "postgres"):
            try:
                asked = backed_up.rows("SELECT 1", f"postgresql://{role}@/postgres?host={recovery.own}&port=5432")
                answers[role] = asked
            except Exception as error:
                answers[role] = "no pg_hba.conf entry" in str(error)

    assert answers == {"migs": [(1,)], "postgres": True}


@pytest.mark.parametrize("at", [2**45, 2**32])  # in a million years, and in 2106
def test_a_time_that_cannot_be_is_not_taken_for_when_files_were_fetched(tmp_path, at):
    (tmp_path / FETCHED).touch()
    os.utime(tmp_path / FETCHED, (at, at))
    settings = Settings("", Path(), tmp_path, 35, tmp_path, tmp_path, "", {"MEDIA_STORAGE_URL": "s3://"})

    assert "fetched" in (files_not_fetched(settings) or "")


def test_the_account_of_the_site_learns_no_key_of_the_second_place(tmp_path, monkeypatch):
    keys, file = tmp_path / "keys.env", tmp_path / "site.env"
    keys.write_text("B2_ACCOUNT_KEY=of backups\n")
    file.write_text(
        f"BACKUP_REPOSITORY=b2:x\nBACKUP_PASSWORD_FILE=/x\nDATA_DIR={tmp_path}\nBACKUP_ENVIRONMENT={keys}\n"
        "DATABASE_URL=postgresql://a@b/c\n"
    )
    said = tmp_path / "said"
    (tmp_path / "manage.py").write_text(f"import os; open({str(said)!r}, 'w').write(repr(dict(os.environ)))")
    monkeypatch.setattr("deploy.backup.site_commands.ROOT", tmp_path)
    settings = read_settings(file)

    Site(settings, tmp_path)

    assert "of backups" not in said.read_text()
    assert "postgresql://a@b/c" in said.read_text()
    assert Repository(settings).environment["B2_ACCOUNT_KEY"] == "of backups"


def test_a_file_that_is_damaged_is_never_left_out():
    lines = [
        "ignoring error for /a: file name too long",
        "ignoring error for /b: wrong hash",
        "Fatal: There were 2 errors",
    ]
    error = Failed("", said="\n".join(lines))

    assert too_long(error) == 0
