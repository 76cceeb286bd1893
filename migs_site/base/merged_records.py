"""Stored versions of a page may name records that were merged into others since; who opens one sees the targets.

A model whose records can be merged has a foreign key ``merged_into`` to itself. The stored versions stay as they were.
"""

import functools

from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from modelcluster.models import get_all_child_relations
from wagtail.models import get_page_models

# What does not tell two rows of one list apart.
PLACES = {"pk", "id", "order", "sort_order"}

Model = type[models.Model]


def with_merge_targets(model: Model, content: dict) -> dict:
    """The content of a stored version of a page in which each merged record is replaced by the target of its merge.

    Two rows of a list that so become the same are one row, the one that named the target already.
    """
    relations = {relation.get_accessor_name(): relation for relation in get_all_child_relations(model)}
    lists = {name: content.get(name) or [] for name in relations}
    rows = [(model, content), *((relations[name].related_model, row) for name in lists for row in lists[name])]
    targets = merge_targets(rows)
    if not targets:
        return content
    new = {name: replaced_rows(relations[name].related_model, lists[name], targets) for name in lists if lists[name]}
    return replaced(model, content, targets) | new


def merge_targets(rows: list[tuple[Model, dict]]) -> dict[tuple[Model, int], int]:
    """The target of each merged record that these rows name; a query for each kind of record they name."""
    named = {}
    for model, row in rows:
        for field in mergeable_keys(model):
            named.setdefault(field.related_model, set()).add(row.get(field.name))
    return {
        (model, merged): target
        for model, keys in named.items()
        for merged, target in model._base_manager.filter(pk__in=keys - {None}, merged_into__isnull=False).values_list(
            "pk", "merged_into"
        )
    }


def replaced_rows(model: Model, rows: list[dict], targets: dict) -> list[dict]:
    new = [(replaced(model, row, targets), row) for row in rows]
    taken = [sameness(row) for row, before in new if row == before]
    result = []
    for row, before in new:
        if row != before and sameness(row) in taken:
            continue
        if row != before:
            taken.append(sameness(row))
        result.append(row)
    return result


def replaced(model: Model, row: dict, targets: dict) -> dict:
    changes = {field.name: targets.get((field.related_model, row.get(field.name))) for field in mergeable_keys(model)}
    return row | {name: key for name, key in changes.items() if key}


@functools.cache
def merged_into(name: str) -> Coalesce:
    """A field of the page that each page's record was merged into, for a filter in one query; else the page's own."""
    types = [model._meta.model_name for model in get_page_models() if has_merges(model)]
    return Coalesce(*[f"{type_}__merged_into__{name}" for type_ in types], name) if types else F(name)


def has_merges(model: Model) -> bool:
    return "merged_into" in {field.name for field in model._meta.fields}


def mergeable_keys(model: Model) -> list[models.ForeignKey]:
    """The foreign keys of a model to records that can be merged, but for the one that says that they were."""
    keys = [field for field in model._meta.concrete_fields if field.is_relation and field.name != "merged_into"]
    return [field for field in keys if has_merges(field.related_model)]


def sameness(row: dict) -> dict:
    """What makes a row of a list what it is, apart from its place there."""
    return {name: value for name, value in row.items() if name not in PLACES}
