"""Puts the words of an entry into a record, a page or its lists, and says where a word does not fit."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from modelcluster.models import get_all_child_relations

from migs_site.brochure.source import Entry, French, Mistake
from migs_site.brochure.values import Unexpected, Values, sentence


def child_relations(model: type[models.Model]) -> dict:
    """The lists that hang on a model, by the name an entry uses: memberships, sellers, launches."""
    return {relation.get_accessor_name(): relation for relation in get_all_child_relations(model)}


def related_rows(model: type[models.Model]) -> dict:
    """Rows that name a model and are stored by themselves, by the name an entry uses: the editions of a book."""
    related = {relation.get_accessor_name(): relation for relation in model._meta.related_objects}
    own = child_relations(model)
    return {name: relation for name, relation in related.items() if relation.one_to_many and name not in own}


class Filler:
    def __init__(self, path: Path, french: French, values: Values):
        self.path = path
        self.french = french
        self.values = values

    @contextmanager
    def pointing_at(self, entry: Entry, name: str | None = None) -> Iterator[None]:
        """Turn a complaint inside the block into a Mistake that names the file and the line."""
        try:
            yield
        except ValidationError as error:
            problems = getattr(error, "error_dict", None) or {name: [error]}
            field, errors = next(iter(problems.items()))
            said = "; ".join(sentence(problem) for problem in errors)
            line = entry.lines.get(field, entry.line)
            raise Mistake(self.path, line, f"{field}: {said}" if field else said) from error
        except Unexpected as error:
            raise Mistake(self.path, entry.lines.get(name, entry.line), str(error)) from error

    def fill(self, instance: models.Model, entry: Entry, context: str, names: Collection[str] | None = None) -> None:
        """Assign the named words of an entry (all by default); ``context`` finds their French."""
        for name in entry if names is None else [name for name in entry if name in names]:
            with self.pointing_at(entry, name):
                self.fill_one(instance, name, entry[name], context)

    def fill_one(self, instance: models.Model, name: str, value, context: str) -> None:
        relations = child_relations(type(instance))
        if name in relations:
            getattr(instance, name).set(self.children(relations[name], value, context))
            return
        english = name if has_field(instance, name) else f"{name}_en"
        if not has_field(instance, english):
            known = ", ".join(sorted(expected_words(instance)))
            raise Unexpected(f"“{name}” is no field of {type(instance).__name__}: expected one of {known}")
        field = instance._meta.get_field(english)
        setattr(instance, english, self.values.for_field(field, value, f"{context}.{name}"))
        if english != name and not getattr(instance, f"{name}_fr"):
            is_needed = not instance._meta.get_field(f"{name}_fr").blank
            find = self.french.need if is_needed or name == "role" else self.french.get
            setattr(instance, f"{name}_fr", find(context, value))

    def children(self, relation, values, context: str) -> list[models.Model]:
        model = relation.related_model
        children = []
        for order, value in enumerate(values):
            child = model()
            if has_field(child, "sort_order"):
                child.sort_order = order
            if isinstance(value, Entry):
                self.fill(child, value, context)
            else:
                self.fill_one(child, the_other(relation), value, context)
            children.append(child)
        return children

    def save(self, instance: models.Model, entry: Entry) -> None:
        with self.pointing_at(entry):
            instance.full_clean()
            instance.save()


def has_field(instance: models.Model | type[models.Model], name: str) -> bool:
    try:
        return bool(instance._meta.get_field(name).concrete)
    except FieldDoesNotExist:
        return False


def expected_words(instance: models.Model) -> set[str]:
    names = {field.name for field in instance._meta.concrete_fields if field.editable}
    return {name.removesuffix("_en") for name in names if not name.endswith(("_fr", "_ptr"))} | set(
        child_relations(type(instance))
    )


def the_other(relation) -> str:
    """The one foreign key of a list's rows that does not lead back: what a plain key in that list stands for."""
    keys = [
        field.name
        for field in relation.related_model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field is not relation.field
    ]
    if len(keys) != 1:
        raise Unexpected("expected a mapping for each line of this list")
    return keys[0]
