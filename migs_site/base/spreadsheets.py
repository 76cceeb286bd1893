"""Exports that programs for tables can open without harm."""

import re

from migs_site.base.plain_text import for_xml

# Spreadsheets run a cell that begins so as a formula, and whoever sends it may be anybody (OWASP, “CSV injection”).
# Some take the wide and small signs of East Asian keyboards for the plain ones, and pass over signs that nobody sees.
UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
FORMULA = re.compile(rf"[\s'\"{UNSEEN}]*[=+\-@\t\r＝＋－＠﹦﹢﹣﹫−]")


def harmless(cell):
    """A cell of a CSV that no spreadsheet runs: words that begin like a formula get an apostrophe before them."""
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def harmless_cell(preprocess_field_value):
    """Wagtail's method of all its exports, so that their cells are words and never formulas.

    Wagtail sees to formulas in XLSX, but not in CSV; and fails at characters that XLSX cannot hold.
    """

    def preprocess(self, field, value, export_format):
        cell = preprocess_field_value(self, field, value, export_format)
        if not isinstance(cell, str):
            return cell
        cell = for_xml(cell)
        return harmless(cell) if export_format == self.FORMAT_CSV else cell

    return preprocess


def harmless_heading(get_heading):
    """The same for the first row, in which Wagtail sees to nothing."""

    def heading(self, queryset, field):
        return harmless(for_xml(get_heading(self, queryset, field)))

    return heading
