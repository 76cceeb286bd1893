"""The words of a recommendation that others cite: what was last public of them, and how that is guarded."""

import logging

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from migs_site.shared.plain_text import plain_text

from .corrections import Public, obstacle
from .dependencies import circle

logger = logging.getLogger(__name__)

PUBLISHED = ["published_number", "published_statement", "published_addressee"]


class CitedWords(models.Model):
    """What a page type of recommendations keeps of its public words, which no draft and no old revision can alter."""

    correction_en = models.TextField(_("why it changes, English"), max_length=1000, blank=True, validators=[plain_text])
    correction_fr = models.TextField(_("why it changes, French"), max_length=1000, blank=True, validators=[plain_text])
    published_number = models.PositiveSmallIntegerField(null=True, editable=False)
    published_statement = models.TextField(blank=True, editable=False)
    published_addressee = models.ForeignKey(
        "recommendations.Addressee", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        # Some ways to publish, and wagtail-localize’s way to save, go past publish(); none goes past this.
        if problem := obstacle(self):
            raise ValidationError(problem)

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Store the page; what is public of it stays as it is stored, however long ago this page was read."""
        if self.pk:
            self.take_public(Public.locked(self))
        return super().save(*args, **kwargs)

    def take_public(self, public: Public) -> None:
        self.published_number, self.published_statement, self.published_addressee_id = public

    def with_content_json(self, content):
        """A revision as a page; what is public is not the revision's to say."""
        page = super().with_content_json(content)
        page.take_public(Public.of(self))
        return page

    @transaction.atomic
    def publish(self, revision, **options):
        """Publish, unless public words would change without a reason, or a circle close: then it stays as it was."""
        Public.locked(self)
        fresh = revision.as_object()
        problem = obstacle(fresh) or circle(fresh)
        if problem:
            logger.warning("Not published: %s (%s)", self.title, " ".join(problem.values()))
            return
        super().publish(revision, **options)
