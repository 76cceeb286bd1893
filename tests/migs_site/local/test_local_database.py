"""The local PostgreSQL starts wherever somebody has put the project."""

import shutil
import tempfile
from pathlib import Path

import psycopg
import pytest

from migs_site.local.database import LocalDatabase


@pytest.fixture
def parent():
    """A short folder, as a person's would be, that everybody may look into."""
    parent = Path(tempfile.mkdtemp(prefix="migs-db-", dir="/tmp")).resolve()
    parent.chmod(0o777)
    yield parent
    shutil.rmtree(parent)


def version(address: str) -> int:
    with psycopg.connect(address) as connection:
        return connection.info.server_version // 10_000


@pytest.mark.parametrize(
    "name",
    [
        "site",
        "My documents é 文 🕊",
        "it's 'quoted' & sent; 100% #1? (new) [copy] *~! a,b=c|d>e<f",
        '-o -k a "q" $HOME ${HOME} `id` $(id) b\\c \\"d\\',
        "long " * 30 + "/" + "longer " * 30,
    ],
)
def test_it_starts_in_a_folder_of_any_name_for_all_who_need_it(parent, name):
    folder = parent / name / "var" / "postgres"

    first, second = LocalDatabase(folder), LocalDatabase(folder)
    addresses = [first.start(), second.start()]
    found = [version(address) for address in addresses]
    first.stop()
    found.append(version(addresses[0]))
    second.stop()

    assert (addresses[0], found) == (addresses[1], [18, 18, 18])
    with pytest.raises(psycopg.OperationalError):
        version(addresses[0])
    assert sorted(path.name for path in folder.parent.iterdir()) == [
        "postgres", "postgres.gate", "postgres.made", "postgres.users"
    ]  # fmt: skip


def test_it_starts_again_after_a_power_cut_that_emptied_the_temporary_folder(parent):
    folder = parent / "a space" / "postgres"
    folder.parent.mkdir()
    folder.with_name("postgres.link").write_text(str(parent / "gone" / "data"))
    database = LocalDatabase(folder)

    assert version(database.start()) == 18
    database.stop()


def test_it_starts_through_a_link(parent):
    (parent / "a space").mkdir()
    (parent / "link").symlink_to(parent / "a space")
    through, straight = LocalDatabase(parent / "link" / "postgres"), LocalDatabase(parent / "a space" / "postgres")

    addresses = [through.start(), straight.start()]

    assert (addresses[0], version(addresses[1])) == (addresses[1], 18)
    through.stop()
    straight.stop()


@pytest.mark.parametrize("session", ["/nonexistent", "/proc/1/map_files"])
def test_it_needs_no_folder_of_the_session(parent, monkeypatch, session):
    """Which is another's after “su”, and is missing for a service."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", session)
    database = LocalDatabase(parent / "postgres")

    assert version(database.start()) == 18
    database.stop()
