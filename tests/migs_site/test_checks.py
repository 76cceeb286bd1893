"""The system checks name what is wrong, and are silent where nothing is."""

from pathlib import Path

import pytest

from migs_site.checks import (
    page_types,
    page_types_are_whole,
    private_keys_open_what_arrives,
    problems,
)
from migs_site.models import StandardPage
from migs_site.sealing import make_identity

NOBODY_OPENS = "No private key in FILE_IDENTITIES belongs to FILE_RECIPIENTS: staff cannot open what arrives now."


def test_a_page_type_that_lacks_everything_is_told_so():
    class Bare:
        _meta = type("Options", (), {"original_attrs": {}})
        search_fields = []
        template = "nowhere.html"

    assert problems(Bare) == [
        "does not inherit from SitePage.",
        "does not say below which pages it may stand (parent_page_types).",
        "does not say which pages may stand below it (subpage_types).",
        "adds no field to search_fields.",
        "has no panels of its own.",
        "has no verbose_name.",
        "has no template nowhere.html.",
    ]


def test_a_template_that_is_missing_is_named(monkeypatch):
    monkeypatch.setattr(StandardPage, "template", "nowhere.html")

    assert [warning.msg for warning in page_types_are_whole(None)] == [
        "migs_site.StandardPage has no template nowhere.html."
    ]


def test_fourteen_page_types_are_walked():
    assert len(page_types()) == 14


@pytest.mark.parametrize(
    ("identities", "mode", "expected"),
    [
        ("{staff}", 0o600, []),
        ("# an old key\n{other}\n\n# the new one\n{staff}", 0o600, []),
        ("", 0o600, [("migs_site.E003", "There is no private key in {path}.")]),
        (
            "{other}\nAGE-SECRET-KEY-1WRONG",
            0o600,
            [("migs_site.E003", "Line 2 of {path} is not a private key of age.")],
        ),
        (None, 0o600, [("migs_site.E003", "The private keys in {path} cannot be read (FileNotFoundError).")]),
        ("{other}", 0o600, [("migs_site.W002", NOBODY_OPENS)]),
        ("{staff}", 0o640, [("migs_site.W003", "Others than its owner may read {path}, which holds private keys.")]),
    ],
)
def test_private_keys_that_cannot_open_what_arrives_are_told(settings, tmp_path, identities, mode, expected):
    staff = settings.FILE_IDENTITIES
    make_identity(tmp_path / "other")
    path = tmp_path / "identities"
    if identities is not None:
        keys = {"staff": private_key(staff), "other": private_key(tmp_path / "other")}
        path.write_text(identities.format(**keys))
        path.chmod(mode)
    settings.FILE_IDENTITIES = str(path)

    found = [(each.id, each.msg) for each in private_keys_open_what_arrives(None)]

    assert found == [(number, message.format(path=path)) for number, message in expected]


def private_key(path) -> str:
    return Path(path).read_text().splitlines()[-1]


def test_a_process_without_private_keys_is_right_as_it_is(settings):
    settings.FILE_IDENTITIES = ""

    assert private_keys_open_what_arrives(None) == []
