"""The order in which several servers are asked."""

import pytest

from migs_site.web.database_hosts import put_first


@pytest.mark.parametrize(
    ("hosts", "ports", "first", "asked"),
    [
        ("a", "1", ("b", "2"), ("a", "1")),
        ("a,b", "1,2", ("b", "2"), ("b,a", "2,1")),
        ("a,b", "7", ("b", "7"), ("b,a", "7,7")),
        ("a,b", ",2", ("a", "5432"), ("a,b", "5432,2")),
        ("a,b,c", "", ("c", "5432"), ("c,a,b", "5432,5432,5432")),
        ("a,b", "1,2", ("a", "2"), ("a,b", "1,2")),
        ("a,b", "1,2", None, ("a,b", "1,2")),
    ],
)
def test_the_place_that_answered_last_is_asked_first(hosts, ports, first, asked):
    ordered = put_first({"host": hosts, "port": ports}, first)

    assert (ordered["host"], ordered["port"]) == asked
