"""Which recommendation depends on which."""

from django.db import connection, models
from django.db.models import F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import PageChooserPanel

from migs_site.base.field_checks import FieldCheck, JointForm
from migs_site.base.packed_rows import packed
from migs_site.base.primary_pages import refuse_translations

LOCK = 7_219_005  # of all who publish dependencies: two may each be right, and together close a circle
ITSELF = _("A recommendation cannot depend on itself.")
CYCLE = _("That recommendation already depends on this one, directly or through others. Remove one of the two.")


class DependencyQuerySet(models.QuerySet):
    def touching(self, keys, pages: models.QuerySet, *columns: str) -> list[tuple]:
        """Pairs of translation keys (recommendation, what it needs), one of them in ``keys``, by the needed number, and
        for each of the two these columns of those pages that have its key, packed."""
        rows = self.filter(Q(recommendation__translation_key__in=keys) | Q(needs__translation_key__in=keys))
        rows = rows.order_by("needs__number", "recommendation__number")
        names = [f"{name}__translation_key" for name in ("recommendation", "needs")]
        later, earlier = (packed(pages.filter(translation_key=OuterRef(name)), *columns) for name in names)
        return list(rows.annotate(later=later, earlier=earlier).values_list(*names, "later", "earlier"))

    def ancestors(self, recommendation_id: int) -> set[int]:
        """All recommendations that one depends on, directly or through others, in one query."""
        needs = {}
        for later, earlier in self.values_list("recommendation_id", "needs_id"):
            needs.setdefault(later, []).append(earlier)
        found, waiting = set(), [recommendation_id]
        while waiting:
            new = set(needs.get(waiting.pop(), [])) - found
            found |= new
            waiting += new
        return found


class Dependency(models.Model):
    """A recommendation that cannot be carried out before another. Stored with the English pages."""

    recommendation = ParentalKey(
        "recommendations.RecommendationPage", on_delete=models.CASCADE, related_name="dependencies"
    )
    needs = models.ForeignKey(
        "recommendations.RecommendationPage",
        verbose_name=_("depends on"),
        on_delete=models.PROTECT,
        related_name="dependents",
    )

    objects = DependencyQuerySet.as_manager()

    panels = [PageChooserPanel("needs")]

    base_form_class = JointForm

    class Meta:
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "needs"],
                name="dependency_once",
                deferrable=models.Deferrable.DEFERRED,  # two rows of one form may change places
                violation_error_message=_("This recommendation is already in the list."),
            ),
            FieldCheck(
                mended_in=("needs",),
                said_at=(),
                condition=~Q(recommendation=F("needs")),
                name="dependency_not_on_itself",
                violation_error_message=ITSELF,
            ),
        ]

    def __str__(self):
        return str(self.recommendation)

    def clean(self):
        super().clean()
        refuse_translations(self, "needs")

    def error_in(self, recommendation_id: int | None) -> str:
        """Why this row cannot stand in the list of that recommendation; empty where it can."""
        if self.needs_id == recommendation_id:
            return ITSELF
        return CYCLE if recommendation_id in Dependency.objects.ancestors(self.needs_id) else ""


def cycle_errors(page) -> dict[str, str]:
    """A sentence, by the name of the list, where what a recommendation needs depends on it in turn; empty elsewhere.

    Until the transaction is over nobody else gets an answer.
    """
    needs = [row.needs_id for row in page.dependencies.all()]
    if not needs:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    depends_on_itself = any(page.pk in Dependency.objects.ancestors(needed) for needed in needs)
    return {"dependencies": str(CYCLE)} if depends_on_itself else {}
