"""What merging two records of one person would do, read from the database without writing."""

from copy import copy
from dataclasses import dataclass, field
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField, StreamField
from wagtail.utils.text import text_from_html

from migs_site.base.merged_records import PLACES
from migs_site.base.primary_pages import is_primary
from people.models import PersonPage

# What the two records may say differently, beside the fields of a person.
WORDS_FOR_SEARCH = ("seo_title", "search_description")


@dataclass
class Row:
    """A row that names the source: it moves to the target, unless the target has the same row (``duplicate``)."""

    row: models.Model
    key: str  # the name of its foreign key
    target: PersonPage
    duplicate: models.Model | None = None
    has_rivals: bool = False  # whether the target has rows of this kind, so that two can collide

    @property
    def kind(self) -> str:
        return capfirst(self.row._meta.verbose_name)

    def __str__(self):
        """Where the row is, and what it says: “Steering Committee (Chair, 2009)”."""
        fields = self.row._meta.concrete_fields
        parent = next((getattr(self.row, one.name) for one in fields if isinstance(one, ParentalKey)), None)
        said = [str(getattr(self.row, one.name)) for one in fields if self.is_said(one) and getattr(self.row, one.name)]
        return f"{parent or self.row} ({', '.join(said)})" if said and parent else str(parent or self.row)

    def fits(self) -> bool:
        """Whether the row could name the target beside the rows that do so already."""
        moved = copy(self.row)
        setattr(moved, self.key, self.target)
        try:
            moved.validate_unique()
            moved.validate_constraints()
        except ValidationError:
            return False
        return True

    @staticmethod
    def is_said(one: models.Field) -> bool:
        hidden = "en" if (get_language() or "").startswith("fr") else "fr"
        return one.editable and not one.is_relation and one.name not in PLACES and not one.name.endswith(f"_{hidden}")


@dataclass(frozen=True)
class Difference:
    """A field in which the two records differ. The target's stays, or may be filled in where it is empty."""

    name: str
    label: str
    target: str
    source: str


@dataclass
class MergePlan:
    """How ``source`` would be merged into ``target``; nothing may be done while there are ``refusals``."""

    source: PersonPage
    target: PersonPage
    refusals: list[str] = field(init=False)

    def __post_init__(self):
        self.refusals = [*self.refusals_of_records()] or [*self.refusals_of_rows()]

    @cached_property
    def replacements(self) -> list[tuple[PersonPage, PersonPage]]:
        """The pages of the source, each with the target's page in the same language, or else in English."""
        targets = {page.locale_id: page for page in self.target.get_translations(inclusive=True).live().specific()}
        sources = self.source.get_translations(inclusive=True).specific()
        return [(page, targets.get(page.locale_id, self.target)) for page in sources]

    @cached_property
    def rows(self) -> list[Row]:
        """Every row of any model that names the source, in two queries for each foreign key to a person."""
        return [row for relation in relations() for row in self.rows_of(relation)]

    def rows_of(self, relation: models.ManyToOneRel) -> list[Row]:
        model, key = relation.related_model, relation.field.attname
        targets = {page.pk: target for page, target in self.replacements}
        parents = [one.name for one in model._meta.concrete_fields if isinstance(one, ParentalKey)]
        found = model._base_manager.order_by("pk").select_related(*parents or [None])
        own = list(found.filter(**{f"{key}__in": [target.pk for target in targets.values()]}))
        rows = []
        for row in found.filter(**{f"{key}__in": list(targets)}):
            target = targets[getattr(row, key)]
            rivals = [one for one in own if getattr(one, key) == target.pk]
            duplicate = next((one for one in rivals if values(one, key) == values(row, key)), None)
            rows.append(Row(row, relation.field.name, target, duplicate, has_rivals=bool(rivals)))
        return rows

    @property
    def moving(self) -> list[Row]:
        return [row for row in self.rows if not row.duplicate]

    @property
    def duplicates(self) -> list[Row]:
        return [row for row in self.rows if row.duplicate]

    @cached_property
    def differences(self) -> list[Difference]:
        fields = [one for one in PersonPage._meta.local_fields if one.editable and not one.primary_key]
        fields += [PersonPage._meta.get_field(name) for name in WORDS_FOR_SEARCH]
        pairs = [(one, shown(self.target, one), shown(self.source, one)) for one in fields]
        return [Difference(one.name, capfirst(one.verbose_name), *pair) for one, *pair in pairs if pair[0] != pair[1]]

    @property
    def fillable(self) -> list[Difference]:
        return [one for one in self.differences if not one.target]

    def refusals_of_records(self):
        if self.source.pk == self.target.pk:
            yield _("A record cannot be merged into itself. Choose another one.")
        for page in (self.source, self.target):
            name = {"name": page.title}
            if not is_primary(page):
                yield _("%(name)s is a French page. Merge the English pages, and the French pages will follow.") % name
            if page.merged_into_id:
                name |= {"target": page.merged_into.title}
                yield _("%(name)s has already been merged into %(target)s. Choose that record.") % name
        if not self.target.live or self.target.has_unpublished_changes:
            name = {"name": self.target.title}
            yield (
                _("%(name)s is the record to keep, but has unpublished changes. Publish or discard them first.") % name
            )

    def refusals_of_rows(self):
        sentence = _(
            "%(row)s cannot be moved, because %(name)s is already there with different details. Correct one of the "
            "two first."
        )
        for row in self.moving:
            if row.has_rivals and not row.fits():
                yield sentence % {"row": row, "name": self.target.title}


def relations() -> list[models.ManyToOneRel]:
    """Every foreign key to a person in any model, also those without a name on this side."""
    fields = PersonPage._meta.get_fields(include_hidden=True)
    keys = [one for one in fields if one.one_to_many or one.one_to_one]
    return [one for one in keys if one.auto_created and not one.concrete and one.model is PersonPage]


def values(row: models.Model, key: str) -> dict:
    """What makes a row what it is, apart from whom it names and its place in a list."""
    fields = [one for one in row._meta.concrete_fields if one.name not in PLACES and one.attname != key]
    return {one.attname: getattr(row, one.attname) for one in fields}


def shown(page: PersonPage, one: models.Field) -> str:
    """A field's value as staff read it, without markup."""
    display = getattr(page, f"get_{one.name}_display", None)
    value = display() if display else getattr(page, one.name)
    is_html = isinstance(one, RichTextField | StreamField)
    return text_from_html(str(value)).strip() if is_html else str(value or "")
