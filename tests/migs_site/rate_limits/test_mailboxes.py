"""Addresses that lead to one mailbox share its budget."""

import pytest

from migs_site.rate_limits.mailboxes import mailbox


@pytest.mark.parametrize(
    ("email", "box"),
    [
        ("Ann@Example.org", "ann@example.org"),
        ("ann+internship@example.org", "ann@example.org"),
        ("a.n.n+1@googlemail.com", "ann@gmail.com"),
        ("a.nn@example.org", "a.nn@example.org"),
        ("+ann@example.org", "+ann@example.org"),
        ("nonsense", "@nonsense"),
        ("", "@"),
    ],
)
def test_what_arrives_in_one_box_is_one_box(email, box):
    assert mailbox(email) == box
