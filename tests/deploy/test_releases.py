"""Releases and their static files: which are whole, and which stay."""

import os
import time

import pytest

from deploy.server import releases
from deploy.server.machine import Failed, Machine


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_half_a_release_leaves_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(releases, "pip", lambda _release: ["false"])

    with pytest.raises(Failed, match="failed"):
        releases.make(Machine(), f"{tmp_path}/release", "HEAD")

    assert list(tmp_path.iterdir()) == []


def release(machine, name: str, **files: str) -> str:
    path = f"{releases.RELEASES}/{name}"
    for file, content in files.items():
        target = machine.at(f"{path}/var/static/{file}")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content)
    machine.at(f"{path}/{releases.BUILT}").touch()
    return path


def served(machine) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(machine.at(releases.STATIC).iterdir())}


def age(machine, days: float) -> None:
    for path in machine.at(releases.STATIC).iterdir():
        os.utime(path, (time.time() - days * 86_400,) * 2)


def test_static_files_of_the_release_before_stay_for_a_week_after_it_was_last_served(machine):
    machine.at(releases.STATIC).mkdir(parents=True)
    old = release(machine, "20260101T000000Z-a", **{"index.css": "old", "index.1a.css": "old"})
    releases.publish_static_files(machine, old)
    machine.point(releases.CURRENT, old)
    age(machine, days=30)
    new = release(machine, "20260201T000000Z-b", **{"index.css": "new", "index.2b.css": "new"})

    releases.publish_static_files(machine, new)
    machine.point(releases.CURRENT, new)
    machine.remove(old)
    releases.clean_up(machine, {})
    assert served(machine) == {"index.1a.css": "old", "index.2b.css": "new", "index.css": "new"}

    age(machine, days=6.9)
    releases.clean_up(machine, {})
    assert "index.1a.css" in served(machine)

    age(machine, days=7.1)
    releases.clean_up(machine, {})
    assert served(machine) == {"index.2b.css": "new", "index.css": "new"}


def test_the_last_three_releases_stay_and_the_one_that_is_served(machine):
    machine.at(releases.STATIC).mkdir(parents=True)
    names = [release(machine, f"2026010{number}T000000Z-{number}", x="") for number in range(1, 7)]
    machine.point(releases.CURRENT, names[1])

    releases.clean_up(machine, {})

    assert releases.all_releases(machine) == [names[1], *names[3:]]


def test_a_release_whose_making_was_cut_off_is_no_release(machine):
    whole = release(machine, "20260101T000000Z-aaa", x="")
    cut_off = release(machine, "20260102T000000Z-aaa", x="")
    machine.at(f"{cut_off}/{releases.BUILT}").unlink()

    assert (releases.newest(machine), releases.newest(machine, "aaa")) == (whole, whole)
    assert releases.newest(machine, "bbb") == ""
