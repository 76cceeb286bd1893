"""What a style sheet asks of a browser, and which of it the oldest browsers that we serve do not know.

MDN's compatibility data, which npm brings, says since which version each has what.
"""

import json
import re

from migs_site.web.static_files import BROWSERS
from tests.browser import node_packages

PACKAGE = "@mdn/browser-compat-data"
MISSING = "MDN's data on browsers are missing: they need npm, then “make tools”."
NAMES = {"ios_saf": "safari_ios"}  # theirs for what browserslist calls otherwise
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
WITH_A_PREFIX = re.compile(r"-(?:webkit|moz)-([a-z-]+):")
# As old as the hills, or of paper alone; the data have no page for them.
OLD_UNITS = {"fr", "mm", "pt", "px", "s", "deg"}
OLD_AT_RULES = {"bottom-right"}
PLACES_OF_FUNCTIONS = ("color", "image", "basic-shape")


def is_ready() -> bool:
    return node_packages.are_installed(PACKAGE)


class Data:
    """The part about CSS."""

    def __init__(self):
        whole = json.loads((node_packages.PACKAGES / PACKAGE / "data.json").read_text())
        self.css = whole["css"]
        self.oldest = {NAMES.get(name, name): number(version) for name, version in map(str.split, BROWSERS)}
        self.nowhere = {"__compat": {"support": {name: {"version_added": False} for name in self.oldest}}}

    def find(self, *path: str) -> dict:
        entry = self.css
        for name in path:
            entry = entry.get(name, {})
        return entry

    def is_known(self, entry: dict) -> bool:
        """Whether every browser of ours has it, whole and under its own name. What is not described is no feature."""
        if "__compat" not in entry:
            return True
        support = entry["__compat"]["support"]
        return all(any(is_whole(one, oldest) for one in listed(support[name])) for name, oldest in self.oldest.items())

    def described(self, *path: str) -> dict:
        """The same, and what nobody has heard of is nobody's."""
        return self.find(*path) or self.nowhere

    def function(self, name: str) -> dict:
        places = [("types",), *(("types", kind) for kind in PLACES_OF_FUNCTIONS)]
        return next(filter(None, (self.find(*place, name) for place in places)), {})

    def unit(self, name: str) -> dict:
        kind = "container_query_length_units" if name.startswith("cq") else name
        return {} if name in OLD_UNITS else self.described("types", "length", kind)


def listed(statements) -> list[dict]:
    return statements if isinstance(statements, list) else [statements]


def number(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)))


def is_whole(statement: dict, oldest: tuple[int, ...]) -> bool:
    added = statement["version_added"]
    reservations = ("prefix", "alternative_name", "flags", "partial_implementation", "version_removed")
    return bool(added) and bool(number(added)) and number(added) <= oldest and not statement.keys() & set(reservations)


def newer(sheet: str, data: Data) -> set[str]:
    """All that a bundled sheet says which not every browser of ours knows; a unit or at-rule nobody knows too."""
    sheet = re.sub(r'"[^"]*"', '""', sheet)
    prefixed = set(WITH_A_PREFIX.findall(sheet))
    asked = {f"@{name}": data.described("at-rules", name) for name in re.findall(r"@([a-z-]+)", sheet)}
    for name in OLD_AT_RULES:
        asked.pop(f"@{name}", None)
    if re.search(r"@media[^{]*[<>]", sheet):
        asked["ranges of widths"] = data.find("at-rules", "media", "range_syntax")
    for head, body in RULE.findall(sheet):
        selector = head.split(";")[-1]
        if "@" in selector:
            continue
        names = re.findall(r"(?<!:)(::?)([a-z-]+)", selector)
        asked |= {colons + name: data.described("selectors", name) for colons, name in names}
        asked |= of_declarations([part.split(":", 1) for part in body.split(";") if ":" in part], data)
    found = {name for name, entry in asked.items() if not data.is_known(entry)}
    covered = prefixed | {name for name in found if ": " not in name}  # with a property its values
    return {name for name in found if name not in prefixed and (": " not in name or name.split(": ")[0] not in covered)}


def of_declarations(declarations: list[list[str]], data: Data) -> dict[str, dict]:
    asked = {}
    for name, value in declarations:
        if not name.startswith("-"):
            entry = data.described("properties", name)
            asked[name] = entry
            words = re.findall(r"(?<![\w-])[a-z][a-z-]+(?![\w(-])", value)
            asked |= {f"{name}: {word}": entry[word] for word in words if word in entry}
        if name == "text-decoration" and " " in value.strip():
            asked["text-decoration of several words"] = data.find("properties", name, "includes_thickness")
        if name == "content" and "/" in value:
            asked["content: … / …"] = data.find("properties", name, "alt_text")
        asked |= {f"{function}()": data.function(function) for function in re.findall(r"([a-z-]+)\(", value)}
        units = re.findall(r"(?<![\w#.-])(?:\d+\.?\d*|\.\d+)([a-z]+)", value)
        asked |= {unit: data.unit(unit) for unit in units}
    return asked
