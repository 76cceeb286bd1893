"""The groups that stood behind a set of recommendations when it was made public."""

import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import PageChooserPanel
from wagtail.models import Orderable, Page

from migs_site.base.dates import begun_by, not_over_by
from migs_site.base.packed_rows import packed, unpacked
from migs_site.base.primary_pages import refuse_translations
from migs_site.base.versions import LINKED_BY
from migs_site.models import ProjectPage
from people.models import GroupPage


class BackingQuerySet(models.QuerySet):
    def by(self, person):
        """Those of sets that a person stood behind as a member, on the day they were made public.

        Nobody is named where the list of the group is not known for that day (GroupPage.why_unknown), and a set
        without a day counts nobody.
        """
        terms, day = "group__memberships", F("day")
        return self.annotate(day=Cast("set__launched_on", models.CharField())).filter(
            ~Q(group__existed_from="")
            | Q(group__project__started_on=None)
            | Q(group__project__started_on__lte=F("set__launched_on")),
            begun_by("group__existed_from", day),
            not_over_by("group__confirmed_on", day),
            begun_by(f"{terms}__starts_on", day),
            not_over_by(f"{terms}__ends_on", day),
            group__memberships__person__translation_key=person.translation_key,
            group__live=True,
        )


class Backing(Orderable):
    """A group that stood behind a set of recommendations. Stored with the English page."""

    set = ParentalKey("recommendations.RecommendationSetPage", on_delete=models.CASCADE, related_name="backings")
    group = models.ForeignKey(
        "people.GroupPage", verbose_name=_("group"), on_delete=models.PROTECT, related_name="backings"
    )

    objects = BackingQuerySet.as_manager()

    panels = [PageChooserPanel("group")]

    class Meta(Orderable.Meta):
        verbose_name = _("supporting group")
        constraints = [
            models.UniqueConstraint(
                fields=["set", "group"],
                name="group_once_behind_a_set",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This group is already in the list."),
            ),
        ]

    def __str__(self):
        return f"{self.group}, {self.set}"

    def clean(self):
        super().clean()
        refuse_translations(self, "group")


def groups_behind(page: Page) -> ArraySubquery:
    """The live groups that stood behind a set, packed: with what is known of their lists, and their versions in its
    language."""
    backings = Backing.objects.filter(set__translation_key=page.translation_key, group=OuterRef("pk"))
    same = GroupPage.objects.live().filter(locale=page.locale_id, translation_key=OuterRef("translation_key"))
    groups = GroupPage.objects.live().filter(backings__set__translation_key=page.translation_key)
    groups = groups.annotate(
        place=Subquery(backings.order_by("sort_order").values("sort_order")[:1]),
        began=F("project__started_on"),
        versions=packed(same.order_by(), *LINKED_BY),
    )
    return packed(
        groups.order_by("place"), *LINKED_BY, "existed_from", "confirmed_on", "project_id", "began", "versions"
    )


def unpacked_groups(rows: list[dict], day: datetime.date | None) -> list[GroupPage]:
    """Each with ``unknown``: why its members on the day of the set are not known; nothing where they are."""
    groups = []
    for row in rows:
        english = unpacked(GroupPage, row)
        if english.project_id:
            english.project = unpacked(ProjectPage, {"pk": english.project_id, "started_on": english.began})
        group = next((unpacked(GroupPage, each) for each in english.versions), english)
        group.unknown = english.why_unknown(str(day or ""))
        groups.append(group)
    return groups
