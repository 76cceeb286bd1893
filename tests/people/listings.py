"""The lists of people, groups and organizations in the admin, as staff read them and as files."""

import csv
import io

import openpyxl
from bs4 import BeautifulSoup

PEOPLE, GROUPS, ORGANIZATIONS = "/admin/people/", "/admin/people_groups/", "/admin/snippets/people/organization/"


def rows(response) -> list[dict[str, str]]:
    """The table as staff read it: one row a dictionary of columns."""
    assert response.status_code == 200
    table = BeautifulSoup(response.content, "html.parser").select_one("table.listing")
    if not table:
        return []
    heads = [" ".join(head.get_text(" ").split()) for head in table.select("thead tr:last-child > *")]
    return [
        dict(zip(heads, [words_of(cell) for cell in row.find_all("td", recursive=False)], strict=True))
        for row in table.select("tbody tr")
    ]


def words_of(cell) -> str:
    """The words of a cell without its buttons and what is there for screen readers only."""
    title = cell.select_one(".title-wrapper")
    return " ".join((title or cell).get_text(" ").split())


def names(response) -> list[str]:
    return [row["Name"] for row in rows(response)]


def table_of(response, *columns: str) -> list[list[str]]:
    return [[row[column] for column in columns] for row in rows(response)]


def exported(response, kind: str) -> list[list]:
    content = b"".join(response.streaming_content)
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode())))
    cells = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows())
    assert {cell.data_type for row in cells for cell in row} <= {"s", "inlineStr", "n", "d"}
    return [["" if cell.value is None else str(cell.value) for cell in row] for row in cells]
