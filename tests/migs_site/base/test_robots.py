"""The traps for programs: what is told of whom, and that they keep nobody from sending a form."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.signing import Signer
from django.template.loader import render_to_string
from django.utils import timezone, translation

from migs_site.base.robots import RobotTraps, stamp


class Form(RobotTraps):
    name = forms.CharField()


def shown(seconds: float) -> str:
    """A stamp of so many seconds ago."""
    return stamp(timezone.now() - datetime.timedelta(seconds=seconds))


def sent(shown_at: str | None, **fields) -> Form:
    data = {"name": "Ann", "remarks": ""} | fields
    return Form(data if shown_at is None else data | {"shown_at": shown_at})


FORGED = Signer(salt="another").sign("1700000000")


@pytest.mark.parametrize(
    ("seconds", "found"),
    [
        (60, []),
        (5, []),
        (24 * 3600 - 60, []),
        (24 * 3600 + 60, ["stale"]),
        (20 * 365 * 24 * 3600, ["stale"]),
        (-3600, ["from_the_future"]),
        (-365 * 24 * 3600, ["from_the_future"]),
    ],
)
def test_the_time_it_took_is_told_and_never_held_against_anybody(seconds, found):
    form = sent(shown(seconds))

    assert (form.suspicions(), form.is_valid()) == (found, True)


def cut_short(signed: str) -> str:
    return signed[:-1]


def gone_on(signed: str) -> str:
    return signed + "\x00"


@pytest.mark.parametrize("change", [cut_short, gone_on])
def test_a_signed_time_that_was_changed_is_none(change):
    form = sent(change(shown(60)))

    assert (form.suspicions(), form.is_valid()) == (["no_stamp"], True)


@pytest.mark.parametrize("shown_at", [None, "", FORGED, "1700000000", "é:" * 100_000, ":", "x:y:z"])
def test_a_time_that_we_have_not_signed_is_none(shown_at):
    form = sent(shown_at)

    assert (form.suspicions(), form.is_valid()) == (["no_stamp"], True)


def test_a_form_that_is_sent_as_soon_as_it_is_shown_was_too_fast():
    assert sent(stamp()).suspicions() == ["too_fast"]


@pytest.mark.parametrize("remarks", ["x", "http://spam.example", "a\x00b", "x" * 1_000_000, "\x00"])
def test_a_field_that_nobody_sees_is_filled_in_by_programs_alone(remarks):
    form = sent(shown(60), remarks=remarks)

    assert (form.suspicions(), form.is_valid()) == (["honeypot"], True)


@pytest.mark.parametrize("remarks", ["", "  ", "\n"])
def test_what_is_empty_is_not_filled_in(remarks):
    assert sent(shown(60), remarks=remarks).suspicions() == []


def test_a_form_with_a_mistake_tells_both_and_stays_that_of_the_first_time():
    first = shown(25 * 3600)
    form = sent(first, name="", remarks="x")

    assert (form.is_valid(), form.suspicions()) == (False, ["honeypot", "stale"])
    assert form["shown_at"].value() == first


def test_a_form_that_comes_back_from_the_database_is_as_old_as_it_says():
    form = Form(first_shown_at=timezone.now() - datetime.timedelta(hours=25))

    assert sent(form["shown_at"].value()).suspicions() == ["stale"]


def test_a_clock_of_the_web_server_that_goes_back_is_seen(monkeypatch):
    shown_at = stamp()
    before = timezone.now() - datetime.timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: before)

    assert sent(shown_at).suspicions() == ["from_the_future"]


@pytest.mark.parametrize(("language", "label"), [("en", "Leave this field empty"), ("fr", "Laissez ce champ vide")])
def test_the_field_is_out_of_sight_of_keys_of_screen_readers_and_of_password_managers(language, label):
    with translation.override(language):
        page = BeautifulSoup(render_to_string("components/robot_traps.html", {"form": Form()}), "html.parser")

    field, hidden = page.select("input")
    assert page.label.text == label
    assert page.label["for"] == field["id"]
    assert (page.div["class"], page.div["aria-hidden"], field["tabindex"]) == (["visually-hidden"], "true", "-1")
    assert {name: field[name] for name in field.attrs if name.startswith(("data", "auto"))} == {
        "autocomplete": "off",
        "data-1p-ignore": "",
        "data-lpignore": "true",
        "data-bwignore": "",
        "data-form-type": "other",
    }
    assert (hidden["type"], hidden["name"], "required" in field.attrs) == ("hidden", "shown_at", False)
