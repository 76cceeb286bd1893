"""The system checks name what is wrong, and are silent where nothing is."""

import pytest

from migs_site.checks import applications_are_private, page_types, page_types_are_whole, problems
from migs_site.models import StandardPage


def test_applications_lie_outside_everything_public():
    assert applications_are_private(None) == []


@pytest.mark.parametrize("name", ["MEDIA_ROOT", "STATIC_ROOT"])
@pytest.mark.parametrize("below", ["", "applications", "a/b"])
def test_applications_inside_a_public_folder_are_an_error(settings, tmp_path, name, below):
    setattr(settings, name, tmp_path)
    settings.APPLICATION_FILES_DIR = tmp_path / below

    errors = applications_are_private(None)

    assert [(error.id, error.msg) for error in errors] == [
        ("migs_site.E001", f"Applications would be stored inside {name}, which is public.")
    ]


def test_a_folder_whose_name_begins_alike_is_not_inside(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.APPLICATION_FILES_DIR = tmp_path / "media-not"

    assert applications_are_private(None) == []


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
