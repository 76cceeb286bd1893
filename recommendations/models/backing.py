"""The groups that stood behind a set of recommendations when it was made public."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import PageChooserPanel
from wagtail.models import Orderable, Page

from migs_site.base.dates import begun_by, not_over_by
from migs_site.base.pages import localize
from migs_site.base.primary_pages import refuse_translations


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


def groups_behind(page: Page) -> list:
    """The live groups that stood behind a set, in its language where they exist in it, in two queries.

    Each has ``unknown``: why its members on the day of the set are not known; nothing where they are.
    """
    rows = Backing.objects.filter(set__translation_key=page.translation_key, group__live=True)
    rows = list(rows.select_related("group__project"))
    unknown = [row.group.why_unknown(str(page.launched_on or "")) for row in rows]
    localize(rows, "group", page.locale_id)
    groups = [row.group for row in rows]
    for group, reason in zip(groups, unknown, strict=True):
        group.unknown = reason
    return groups
