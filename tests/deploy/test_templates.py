"""Filling configuration files."""

import pytest

from deploy.server.templates import WrongTemplate, fill


def test_every_place_gets_its_value_as_often_as_it_is_there():
    text = "root {{STATIC_DIR}}; # {{STATIC_DIR}} {not} {{ this }} $host"

    assert fill(text, {"STATIC_DIR": r"/srv/\1/{{X}}", "UNUSED": "1"}) == (
        r"root /srv/\1/{{X}}; # /srv/\1/{{X}} {not} {{ this }} $host"
    )


@pytest.mark.parametrize("values", [{}, {"A": ""}, {"B": "x"}])
def test_a_place_without_a_value_is_refused_by_name(values):
    with pytest.raises(WrongTemplate, match=r"no value for A, C\.$"):
        fill("{{A}} {{C}} {{A}} {{B}}", {"B": "b", **values, "C": ""})
