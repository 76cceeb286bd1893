"""docs/wagtail-overrides.md names all that we change in Wagtail, nothing that is gone, and tests that there are."""

import ast
import re

import pytest
from wagtail import hooks

from tests.databases import ROOT

PACKAGES = {"migs_site", "people", "recommendations", "donations", "internships"}
# Hooks of our own; each says in the module that asks it who is asked.
OUR_HOOKS = {
    "closed_form_contact",
    "filter_text",
    "mail_link",
    "metrics",
    "needs_attention",
    "outside_links",
    "person_page_context",
    "refuse_deletion",
    "refuse_quoted_words",
    "refuse_words",
    "register_page_menu_buttons",
    "visible_mails",
}
DOCUMENT = (ROOT / "docs" / "wagtail-overrides.md").read_text()


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading, without their back-quotes."""
    section = re.split(rf"^## {heading}$", DOCUMENT, flags=re.MULTILINE)[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines]


def test_every_hook_is_named():
    hooks.search_for_hooks()
    registered = {
        (name, function.__name__)
        for name, functions in hooks._hooks.items()
        for function, _order in functions
        if function.__module__.split(".")[0] in PACKAGES and name not in OUR_HOOKS
    }

    # Those of viewsets and settings are Wagtail's doing, when they are registered.
    assert {(name, function) for name, function, *_ in rows("Hooks")} == {
        (name, function) for name, function in registered if function not in {"get_menu_item", "menu_hook"}
    }


def test_every_replaced_method_is_named():
    module = ast.parse((ROOT / "migs_site" / "editorial" / "wagtail_patches.py").read_text())
    [mend] = [node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == "mend"]
    replaced = [ast.unparse(target) for node in mend.body if isinstance(node, ast.Assign) for target in node.targets]

    assert sorted(row[0] for row in rows("Methods that we replace")) == sorted(replaced)


def test_every_template_is_named():
    folder = ROOT / "templates"
    found = [path.relative_to(folder).as_posix() for path in folder.glob("wagtail*/**/*.html")]

    assert sorted(row[0] for row in rows("Templates")) == sorted(found)


@pytest.mark.parametrize("heading", ["Hooks", "Methods that we replace"])
def test_the_tests_are_there(heading):
    named = {row[-1] for row in rows(heading)}

    assert sorted(name for name in named if not (ROOT / name).is_file()) == []
