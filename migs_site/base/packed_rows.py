"""Rows that come along with others in one query, with the columns alone that somebody shows.

PostgreSQL packs them as JSON. They are unpacked as objects of their models whose other columns are deferred, as after
``only()``. Not for decimals, which JSON would round.
"""

from typing import TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Field, Model, QuerySet
from django.db.models.functions import JSONObject
from wagtail.fields import StreamField

Row = TypeVar("Row", bound=Model)


def packed(rows: QuerySet, *names: str) -> ArraySubquery:
    """These columns of rows, for an annotation; the rows may be chosen with OuterRef and keep their order."""
    return ArraySubquery(rows.values(packed_row=JSONObject(pk="pk", **{name: name for name in names})))


def unpacked(model: type[Row], facts: dict) -> Row:
    """The object of a packed row; what is no column of its model, such as an annotation, is set on it."""
    columns = model._meta.concrete_fields
    known = facts | {column.attname: facts["pk"] for column in columns if column.primary_key}
    given = [column for column in columns if column.attname in known]
    values = [value_of(column, known[column.attname]) for column in given]
    row = model.from_db(DEFAULT_DB_ALIAS, [column.attname for column in given], values)
    for name in facts.keys() - {column.attname for column in given} - {"pk"}:
        setattr(row, name, facts[name])
    return row


def value_of(column: Field, packed_value):
    """A value as a query for the column itself would give it."""
    if isinstance(column, StreamField):
        return column.stream_block.to_python(packed_value)
    return column.to_python(packed_value)
