"""Add very many people to the local site, and groups, recommendations and books in proportion.

python -m benchmarks.sample_data 10000     on the local database, which `make run` has set up
"""

import argparse
import os
import sys

from migs_site.local.__main__ import manage

# For each person.
PROPORTIONS = {
    "people": 1,
    "groups": 0.03,
    "memberships": 6,
    "recommendations": 0.2,
    "entries": 2,
    "organizations": 0.1,
    "editions": 0.1,
}
SELLERS = 3  # of an edition


def in_proportion(people: int) -> dict[str, int]:
    """How many of each kind are added beside that many people."""
    numbers = {name: round(share * people) for name, share in PROPORTIONS.items()}
    numbers["memberships"] = min(numbers["memberships"], people * numbers["groups"])  # each pair once
    numbers["organizations"] = max(numbers["organizations"], SELLERS)
    return numbers


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sample_data")
    parser.add_argument("people", type=int, help="how many people to add")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same names and dates")
    wanted = parser.parse_args(arguments)
    if os.environ.get("BASE_URL", "").startswith("https:"):
        sys.exit("This is a server: nothing was made. Run it on a laptop, on a database of its own.")
    numbers = in_proportion(wanted.people)
    make = f"from benchmarks.bulk_data import add_bulk_data; add_bulk_data(seed={wanted.seed}, **{numbers})"
    failed = manage(["shell", "--no-imports", "-c", make])
    if not failed:
        print("Added " + ", ".join(f"{number} {name}" for name, number in numbers.items()) + ".")
    return failed


if __name__ == "__main__":
    sys.exit(main())
