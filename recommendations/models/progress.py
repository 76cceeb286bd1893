"""What became of recommendations: dated entries, each with its sources. The latest one is the status."""

import uuid
from collections.abc import Iterable

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import DraftStateMixin, Page, RevisionMixin

from migs_site.base.bilingual import Bilingual, both_languages
from migs_site.base.dates import PartialDateField, not_in_the_future
from migs_site.base.field_checks import FieldCheck
from migs_site.base.form_rows import RowsPanel
from migs_site.base.merged_records import with_merge_targets
from migs_site.base.packed_rows import packed, unpacked
from migs_site.base.plain_text import plain_text
from migs_site.base.primary_pages import primary_id, refuse_translations
from migs_site.base.versions import in_versions, with_versions
from recommendations.forms import EITHER, HOW_FAR, ProgressEntryForm

from .sources import ProgressSource
from .statuses import ENTERED, Status


class ProgressEntryQuerySet(models.QuerySet):
    def live(self):
        return self.filter(live=True)

    def newest_first(self):
        """By date, a year before its months; of two entries of one date the one that was made later stands first."""
        return self.order_by("-date", "-pk")

    def about(self, page):
        """The entries of a recommendation or of a set, whichever language its page is in."""
        return self.filter(**{page.progress_key: primary_id(page)})

    def history(self, page):
        """What the public reads of a recommendation or a set: its live entries, newest first, with their sources."""
        return self.live().about(page).newest_first().with_proof(page)

    def with_proof(self, here: Page):
        """Each with its sources and who assessed it, as read on the page at hand: proved() then puts them in place."""
        sources = ProgressSource.objects.filter(entry=OuterRef("pk")).order_by("sort_order", "pk")
        rows = with_versions(self, "assessed_by", here, "given_names", "surname", "family_name_first")
        return rows.annotate(proof=packed(sources, *ProgressSource.SHOWN))

    def changes(self):
        """Live entries about what is on the site, the last changed first, with what a feed says of each."""
        on_the_site = Q(recommendation__live=True) | Q(set__live=True)
        rows = self.live().filter(on_the_site).order_by("-last_published_at", "-pk")
        return rows.select_related("recommendation__addressee", "set").prefetch_related("sources")


class ProgressEntry(DraftStateMixin, RevisionMixin, ClusterableModel):
    """What was so on a date, says who, and where the proof is. About one recommendation, or about a whole set."""

    # Known by this in feeds and in the brochure, whatever becomes of the site’s address and of its database.
    identity = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recommendation = models.ForeignKey(
        "recommendations.RecommendationPage",
        verbose_name=_("recommendation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="progress",
    )
    set = models.ForeignKey(
        "recommendations.RecommendationSetPage",
        verbose_name=_("set"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="progress",
        help_text=_("Only for an outcome of a set as a whole."),
    )
    date = PartialDateField(_("date"), validators=[not_in_the_future], help_text=_("2010-09-13, 2010-09 or 2010."))
    status = models.CharField(
        pgettext_lazy("recommendation", "status"),
        max_length=20,
        choices=ENTERED,
        blank=True,
        help_text=_("The status of the recommendation on that date. Optional for a set."),
    )
    judgement_en = models.TextField(_("the institute’s judgement (English)"), max_length=3000, validators=[plain_text])
    judgement_fr = models.TextField(_("the institute’s judgement (French)"), max_length=3000, validators=[plain_text])
    answer_en = models.TextField(
        _("the addressee’s response (English)"), max_length=3000, blank=True, validators=[plain_text]
    )
    answer_fr = models.TextField(
        _("the addressee’s response (French)"), max_length=3000, blank=True, validators=[plain_text]
    )
    assessed_by = models.ForeignKey(
        "people.PersonPage",
        verbose_name=_("assessed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assessments",
        help_text=_("Leave empty for the institute as a whole."),
    )
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="progress_entry")

    judgement = Bilingual()
    answer = Bilingual()

    objects = ProgressEntryQuerySet.as_manager()

    panels = [
        MultiFieldPanel(
            [
                PageChooserPanel("recommendation"),
                PageChooserPanel("set"),
                FieldRowPanel([FieldPanel("date"), FieldPanel("status")]),
            ],
            heading=_("Subject and date"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("judgement_en"), FieldPanel("judgement_fr")]), PageChooserPanel("assessed_by")],
            heading=_("What the institute says"),
        ),
        FieldRowPanel([FieldPanel("answer_en"), FieldPanel("answer_fr")], heading=_("What the addressee says")),
        RowsPanel(
            "sources",
            label=_("source"),
            heading=_("Sources (at least one is required to publish)"),
            help_text=_(
                "Each needs a title, a publisher, and either an address with the day you read it or a date of "
                "publication."
            ),
        ),
    ]
    base_form_class = ProgressEntryForm

    class Meta:
        verbose_name = _("progress entry")
        verbose_name_plural = _("progress entries")
        constraints = [
            FieldCheck(
                mended_in=("recommendation", "set"),
                condition=Q(recommendation=None) ^ Q(set=None),
                name="progress_about_one_thing",
                violation_error_message=EITHER,
            ),
            FieldCheck(
                mended_in=("status",),
                said_at=(),  # the help of the field says it
                condition=Q(recommendation=None) | ~Q(status=""),
                name="progress_of_a_recommendation_has_a_status",
                violation_error_message=HOW_FAR,
            ),
            both_languages("judgement"),
            both_languages("answer"),
        ]
        indexes = [
            models.Index(
                fields=["recommendation", "-date", "-id"],
                include=["status"],
                condition=Q(live=True),
                name="progress_latest_status",
            ),
            models.Index(fields=["-last_published_at", "-id"], condition=Q(live=True), name="progress_newest"),
            models.Index(fields=["-date", "-id"], name="progress_by_date"),
        ]

    def __str__(self):
        return f"{self.date}: {self.about}" if self.about else self.date

    @property
    def revisions(self):
        return self._revisions

    @property
    def about(self):
        """The English page of the recommendation or of the set."""
        return self.recommendation or self.set

    @property
    def status_label(self) -> str:
        return Status(self.status).label if self.status else ""

    def clean(self):
        super().clean()
        refuse_translations(self, "recommendation", "set")
        problem = self.assessed_by_id and self.assessed_by.why_not_named()
        if problem:
            raise ValidationError({"assessed_by": problem})

    def with_content_json(self, content):
        """A draft; it may name somebody whose record was merged into another since."""
        return super().with_content_json(with_merge_targets(type(self), content))


def proved(rows: Iterable[ProgressEntry]) -> list[ProgressEntry]:
    """The same entries, with the sources and the assessors that with_proof() has fetched."""
    entries = in_versions(rows, "assessed_by")
    for entry in entries:
        entry.sources = [unpacked(ProgressSource, each) for each in entry.proof]
    return entries
