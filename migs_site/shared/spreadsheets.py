"""Exports that programs for tables can open without harm."""

import re

from migs_site.shared.plain_text import for_xml

# Spreadsheets run a cell that begins so as a formula, and whoever sends it may be anybody (OWASP, “CSV injection”).
FORMULA = re.compile(r"[\s'\"]*[=+\-@\t\r]")


def harmless(cell):
    """A cell of a CSV that no spreadsheet runs: words that begin like a formula get an apostrophe before them."""
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


class HarmlessCells:
    """A view with Wagtail's export, whose cells are words and never formulas. Stands left of Wagtail's view.

    Wagtail sees to formulas in XLSX, but not in CSV; and fails at characters that XLSX cannot hold.
    """

    def preprocess_field_value(self, field, value, export_format):
        cell = super().preprocess_field_value(field, value, export_format)
        if not isinstance(cell, str):
            return cell
        cell = for_xml(cell)
        return harmless(cell) if export_format == self.FORMAT_CSV else cell
