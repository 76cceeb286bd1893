"""Memberships of people in groups: in which role, from when to when."""

import datetime
from typing import NamedTuple

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, IntegerField, Q, Value
from django.db.models.functions import Cast, NullIf, Replace, RPad
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Page

from migs_site.base.bilingual import Bilingual, both_languages
from migs_site.base.dates import PartialDateField, begun_by, can_follow, last_day, not_over_by
from migs_site.base.field_checks import FieldCheck, JointForm
from migs_site.base.plain_text import one_line
from migs_site.base.primary_pages import primary_id
from migs_site.base.versions import in_versions, with_versions
from migs_site.metadata.structured_data import institute_named, node_of

PRINTED = (F("order").asc(nulls_last=True), "person__sort_key", "pk")


IN_MEMORIAM = "in_memoriam"
ABOUT_THE_LIST = ("confirmed_on", "source_en", "source_fr", "is_own_staff")


SHOWN_OF_A_PERSON = ("given_names", "surname", "family_name_first", "standing", "died_on", "position", "affiliation")


class GroupSize(NamedTuple):
    """How many people a group has, and when its list of members was last confirmed: a partial date or nothing."""

    number: int = 0
    confirmed_on: str = ""


class MembershipQuerySet(models.QuerySet):
    def serving(self, on: datetime.date | str):
        """Memberships in force on a day; a missing date sets no limit, and the last day still counts.

        Of a date that is known to the month or year, every day counts: “to 2009” serves through December, and on
        “2009” serves whoever did so on any day of it. Nobody serves after the day on which they died.
        """
        return self.filter(begun_by("starts_on", on), in_force(on))

    def current(self):
        return self.serving(on=timezone.localdate())

    def begun(self):
        """Memberships present and past, each with ``is_over``; those to come are not announced."""
        today = timezone.localdate()
        return self.filter(begun_by("starts_on", today)).annotate(is_over=~in_force(today)).with_deaths()

    def with_deaths(self):
        """Each with ``died_on``, the day on which its person died."""
        return self.annotate(died_on=F("person__died_on"))

    def printed(self):
        """In the order of a printed list: those staff have numbered, then the others by sort name."""
        return self.order_by(*PRINTED)

    def public(self):
        """Memberships whose person's and group's pages are on the site."""
        return self.filter(person__live=True, group__live=True)

    def of_group(self, group):
        """Those of a group, whichever of its language pages is given."""
        return self.filter(group=primary_id(group))

    def with_source(self):
        """Each with what its group's English page says of its list: ``confirmed_on``, ``source``, ``is_own_staff``."""
        return self.annotate(**{name: F(f"group__{name}") for name in ABOUT_THE_LIST})

    def with_people(self, here: Page):
        """Each with what lists show of its person; in_versions() then gives it in the language of the page at hand."""
        return with_versions(self, "person", here, *SHOWN_OF_A_PERSON)

    def held_by(self, person) -> list["Membership"]:
        """What a person holds in the order of the site's groups, then what they held, the latest first; in one query.

        Each has ``is_over``, its group's page in the person's language, and as of when its list is known.
        """
        rows = self.begun().public().with_source().filter(person=primary_id(person))
        rows = in_versions(with_versions(rows, "group", person).order_by("group__path", "pk"), "group")
        rows.sort(key=lambda row: last_day(row.ends_on) if row.is_over else last_day("~"), reverse=True)
        return rows


def in_force(on: datetime.date | str) -> Q:
    """That neither the membership nor its person's life ended before a day."""
    return not_over_by("ends_on", on) & alive_on(on, "person__")


def alive_on(on: datetime.date | str, prefix: str = "") -> Q:
    """That a person's life did not end before a day. Of some it is known only that they died, which counts today."""
    known = not_over_by(f"{prefix}died_on", on)
    is_today = str(on) == str(timezone.localdate())
    return known & ~Q(**{f"{prefix}standing": IN_MEMORIAM, f"{prefix}died_on": ""}) if is_today else known


def date_as_number(name: str, fill: str) -> Cast:
    """A partial date as a number of eight digits, those that are missing filled; none where it is empty.

    2009 is 20090000 as a first day and 20099999 as a last one, which order as the days themselves do.
    """
    plain = Replace(NullIf(F(name), Value("")), Value("-"), Value(""))
    return Cast(RPad(plain, 8, Value(fill)), IntegerField())


FIRST_DAY, LAST_DAY = date_as_number("starts_on", "0"), date_as_number("ends_on", "9")
PERIOD = Func(FIRST_DAY, LAST_DAY, Value("[]"), function="int4range")


class Membership(models.Model):
    """One person in one group in one role. Stored with the English pages, shown with both."""

    group = ParentalKey("people.GroupPage", on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(
        "people.PersonPage", verbose_name=_("person"), on_delete=models.PROTECT, related_name="memberships"
    )
    role_en = models.CharField(_("role (English)"), max_length=150, blank=True, validators=[one_line])
    role_fr = models.CharField(
        _("role (French)"), max_length=150, blank=True, validators=[one_line], help_text=_("For example: codirectrice")
    )
    affiliation_en = models.CharField(
        _("affiliation at the time (English)"),
        max_length=200,
        blank=True,
        validators=[one_line],
        help_text=_(
            "Where the person worked at the time. Shown in this list instead of the affiliation on their own page."
        ),
    )
    affiliation_fr = models.CharField(
        _("affiliation at the time (French)"),
        max_length=200,
        blank=True,
        validators=[one_line],
        help_text=_("Leave empty if it is the same in French."),
    )
    starts_on = PartialDateField(
        _("from"), blank=True, help_text=_("2009-09-22, 2009-09 or 2009. Leave empty if unknown.")
    )
    ends_on = PartialDateField(_("to"), blank=True, help_text=_("Their last day. Leave empty while they are serving."))
    order = models.PositiveSmallIntegerField(
        _("order"), null=True, blank=True, help_text=_("Leave empty to sort by surname.")
    )

    role = Bilingual()
    affiliation = Bilingual()
    source = Bilingual()  # of its group's list, where with_source() has fetched it

    objects = MembershipQuerySet.as_manager()

    panels = [
        PageChooserPanel("person"),
        FieldRowPanel([FieldPanel("role_en"), FieldPanel("role_fr")]),
        FieldRowPanel([FieldPanel("affiliation_en"), FieldPanel("affiliation_fr")]),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on"), FieldPanel("order")]),
    ]

    base_form_class = JointForm

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            both_languages("role"),
            FieldCheck(
                mended_in=("ends_on",),
                said_at=(),
                condition=GreaterThanOrEqual(LAST_DAY, FIRST_DAY),
                name="membership_ends_after_it_starts",
                violation_error_message=_("The last day must be the same as or after the first."),
            ),
            ExclusionConstraint(
                name="membership_once_at_a_time",
                deferrable=models.Deferrable.DEFERRED,  # two rows of one form may change places
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("group", RangeOperators.EQUAL),
                    ("role_en", RangeOperators.EQUAL),
                    (PERIOD, RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person already has this role in this group for that period."),
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.role or self.group}"

    @property
    def name_in_list(self) -> str:
        """Who, and from when to when as it was typed: Ed Broadbent, 2008-01 –"""
        name = str(self.person) if self.person_id else ""
        dates = " ".join(filter(None, [self.starts_on, "–", self.ends_on]))
        return ", ".join(filter(None, [name, dates if dates != "–" else ""]))

    @property
    def left_on(self) -> str:
        """The last day on which they served, a partial date or nothing: that of their death, if it came before.

        The death is known where with_deaths() or begun() has fetched it.
        """
        return self.end_by_death(getattr(self, "died_on", ""))

    def end_by_death(self, died_on: str, before: str = "") -> str:
        """What the last day is, or becomes, when the person died on a day, or did not where that is empty.

        before: the day of a death, since corrected, on which their memberships were ended.
        """
        if died_on and not can_follow(self.starts_on, died_on):
            return self.ends_on
        if before and self.ends_on == before:
            return died_on
        return died_on if died_on and (not self.ends_on or self.ends_on > last_day(died_on)) else self.ends_on

    def schema_node(self, contact) -> dict:
        """The membership in the words of schema.org, with its dates as far as they are known."""
        organization = node_of("Organization", self.group) | {"name": self.group.title}
        return {
            "@type": "OrganizationRole",
            "roleName": self.role,
            "startDate": self.starts_on,
            "endDate": self.left_on,
            "description": "" if self.is_over else self.known_as_of,
            "memberOf": organization | {"parentOrganization": institute_named(contact)},
        }

    @property
    def known_as_of(self) -> str:
        """As of when it is known that this is a member, in words, where with_source() has fetched it."""
        return ", ".join(filter(None, [capfirst(self.source), self.confirmed_on]))

    def clean(self):
        super().clean()
        problem = self.person_id and self.person.why_not_named()
        if problem:
            raise ValidationError({"person": problem})

    def overlaps(self, other: "Membership") -> bool:
        """Whether two rows say the same person holds the same role on some day; a missing date sets no limit."""
        if (self.person_id, self.role_en) != (other.person_id, other.role_en):
            return False
        return can_follow(self.starts_on, other.ends_on) and can_follow(other.starts_on, self.ends_on)
