"""Files of applications and their sealed content. Never Wagtail documents."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .applications import Application


class ApplicationFileQuerySet(models.QuerySet):
    def drafts(self):
        """Files of no application yet, kept for a form that still had a mistake elsewhere."""
        return self.filter(application=None)

    def older_than(self, age):
        """Files uploaded longer ago than a timedelta."""
        return self.filter(uploaded_at__lt=timezone.now() - age)


class ApplicationFile(models.Model):
    """A file of an application; or a draft: for a day, one kept for a form that still has a mistake elsewhere."""

    class Kind(models.TextChoices):
        CV = "cv", _("CV")
        WRITING_SAMPLE = "writing_sample", _("Writing sample")
        COVER_LETTER = "cover_letter", _("Cover letter")

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "DOCX"
        ODT = "odt", "ODT"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, null=True, on_delete=models.CASCADE, related_name="files", verbose_name=_("application")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    format = models.CharField(_("format"), max_length=4, choices=Format)
    original_name = models.CharField(_("name"), max_length=200)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    # What a check found: the pages of a PDF, and codes of migs_site.base.documents.WARNINGS.
    pages = models.PositiveIntegerField(_("pages"), null=True)
    warnings = models.JSONField(_("warnings"), default=list, db_default=[])
    # Of the content as it is stored. The database refuses to commit a row beside less, or more (migration 13).
    sealed_size = models.PositiveIntegerField(editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    objects = ApplicationFileQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["kind"]
        default_permissions = ()
        verbose_name = _("application file")
        verbose_name_plural = _("application files")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind"], condition=Q(application__isnull=False), name="one_file_of_each_kind"
            ),
        ]

    def __str__(self):
        return self.original_name

    @property
    def download_name(self) -> str:
        """A plain name that tells staff what it is: “K7QX-39TM-cv.pdf”."""
        return f"{self.application.reference}-{self.kind}.{self.format}"


class ApplicationFileChunk(models.Model):
    """A part of the sealed content of a file; the database deletes it with its file (migration 13)."""

    pk = models.CompositePrimaryKey("file_id", "number")
    file = models.ForeignKey(ApplicationFile, on_delete=models.DO_NOTHING, related_name="chunks", editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    content = models.BinaryField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name = _("part of a file")
        verbose_name_plural = _("parts of files")

    def __str__(self):
        return f"{self.file_id}, {self.number}"
