"""What the comparison with Wagtail's starter project makes of its figures, which themselves need a quiet machine."""

import sys

import pytest

from benchmarks import side_by_side
from benchmarks.comparison import Comparison, Measured, Row
from benchmarks.served import Load, Single
from benchmarks.shares import part_of
from migs_site.local.database import ROOT


def measured(site: str, state: str, page: str, per_second: float, queries: int = 1) -> Measured:
    """Three rounds, of which the middle one counts."""
    loads = [Load(per_second * factor, 2.0 * factor) for factor in (0.5, 1, 9)]
    return Measured(Row(site, state, page, None, "/", {}, queries), loads, [Single(0.002, 3_000)] * 20)


def comparison(kept: float) -> Comparison:
    others = [measured("starter", "as it comes", page, 40) for page in ("home", "demo", "list", "page")]
    ours = [measured("ours", "kept", "home", kept), measured("ours", "revalidated", "home", 1_100)]
    bare = measured("bare", "as it comes", "home", 7_000, queries=0)
    return Comparison([bare, *others, *ours, measured("ours", "nothing kept", "home", 90, queries=12)])


def test_a_goal_is_met_by_the_middle_round_and_missed_in_bold():
    assert comparison(kept=990).goals().splitlines() == [
        "- home, kept, to the demo’s home: 24.75, wanted 25 (**missed**)",
        "- home, revalidated, to the demo’s home: 27.50, wanted 25 (met)",
        "- home, nothing kept, to the demo’s home: 2.25, wanted 2.5 (**missed**)",
        "- home, kept, to the starter’s home: 24.75, wanted 25 (**missed**)",
        "- home, revalidated, to the starter’s home: 27.50, wanted 25 (met)",
        "- home, nothing kept, to the starter’s home: 2.25, wanted 2.5 (**missed**)",
        "- home, kept, to a bare view: 0.14, wanted 0.15 (**missed**)",
        "- home, revalidated, to a bare view: 0.16, wanted 0.15 (met)",
        "- queries of what is kept or revalidated: 1 at most, wanted 1",
    ]


def test_our_rows_stand_first_beside_the_starters_page_of_the_kind():
    first, *_others, last = comparison(kept=1_000).lines()

    assert first == ("Home", "kept", "1,000.0", "25.00", "0.143", "2.0 / 2.0", "2.00", "1", "3,000")
    assert last == ("Bare view", "as it comes", "7,000.0", "", "1.000", "2.0 / 2.0", "2.00", "0", "3,000")


def test_the_time_of_a_file_counts_for_the_part_that_it_belongs_to():
    packages = f"{ROOT}/.venv/lib/python3.11/site-packages"
    files = ["db/models/sql/compiler.py", "db/models/query.py", "db/utils.py", "urls/base.py"]

    parts = [part_of(f"{packages}/django/{file}") for file in files]

    assert parts == [
        "the SQL of queries",
        "rows, objects, querysets",
        "PostgreSQL’s driver",
        "translation, addresses, middleware",
    ]
    assert part_of(f"{ROOT}/people/models/persons.py") == "our own modules"
    assert part_of("/usr/lib/python3.11/json/decoder.py") == "the rest of Python"


def test_without_wrk_the_command_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["side_by_side"])

    with pytest.raises(SystemExit, match=r"^wrk was not found: install the package of that name"):
        side_by_side.main()
