"""The page of faults: a part for each family, and what was not run again stays."""

from types import SimpleNamespace

import pytest

from benchmarks.faults import NotHere, Outcome, __main__, families

DISKS = SimpleNamespace(FAMILY="Disks", outcomes=lambda: iter([Outcome("Full", "to the last byte", "9 of 9", 0)]))
CLOCKS = SimpleNamespace(FAMILY="Clocks", outcomes=lambda: iter([Outcome("Back", "by an hour", "8 of 9", 1)]))


@pytest.fixture
def page(tmp_path, monkeypatch):
    monkeypatch.setattr(__main__, "PAGE", tmp_path / "faults.md")
    monkeypatch.setattr(__main__, "families", lambda: {"disks": DISKS, "clocks": CLOCKS})
    monkeypatch.setattr(__main__, "filled", lambda: tmp_path)
    monkeypatch.setattr(__main__, "in_a_process", lambda name: __main__.main([name]))
    monkeypatch.setenv(__main__.FILLED, "")
    return tmp_path / "faults.md"


def test_each_family_has_a_part_and_a_loss_is_a_failure(page):
    assert __main__.main([]) == 1

    lines = page.read_text().splitlines()
    assert [line for line in lines if line.startswith(("## ", "| Full", "| Back"))] == [
        "## Clocks", "| Back | by an hour | 8 of 9 | 1 |", "## Disks", "| Full | to the last byte | 9 of 9 | 0 |",
    ]  # fmt: skip


def test_one_family_is_written_anew_and_the_other_stays(page):
    __main__.main([])
    before = page.read_text()

    assert __main__.main(["disks"]) == 0
    assert page.read_text() == before


def test_what_this_machine_cannot_inject_is_said_in_a_row_and_fails_nothing(page, monkeypatch):
    def outcomes():
        yield Outcome("Full", "to the last byte", "9 of 9", 0)
        raise NotHere("A disk of memory can be made by root alone.")

    monkeypatch.setattr(DISKS, "outcomes", outcomes)

    assert __main__.main(["disks"]) == 0
    assert page.read_text().splitlines()[-2:] == [
        "| Full | to the last byte | 9 of 9 | 0 |",
        "| Not run on this machine | – | A disk of memory can be made by root alone. | – |",
    ]


@pytest.mark.parametrize("error", [ValueError, SystemExit])
def test_a_family_that_breaks_off_is_a_failure_and_stops_no_other(page, monkeypatch, capsys, error):
    def outcomes():
        yield Outcome("Full", "to the last byte", "9 of 9", 0)
        raise error

    monkeypatch.setattr(DISKS, "outcomes", outcomes)
    monkeypatch.setattr(CLOCKS, "WAITS", True, raising=False)

    assert __main__.main(["disks", "clocks"]) == 1
    assert page.read_text().splitlines()[-2:] == [
        "| Full | to the last byte | 9 of 9 | 0 |",
        f"| Broken off | – | {error.__name__}: the output of the run says more | – |",
    ]
    assert "| Back | by an hour | 8 of 9 | 1 |" in page.read_text()


def test_a_family_that_is_not_there_is_a_sentence(page):
    with pytest.raises(SystemExit, match="No family is called wind; there are disks, clocks"):
        __main__.main(["wind"])


def test_the_families_of_the_folder_are_found():
    assert {"database", "outside"} <= set(families())
