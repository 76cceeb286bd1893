"""Files of applications and their sealed content. Never Wagtail documents."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .applications import Application


class ApplicationFile(models.Model):
    """A file of an application, from the moment it has passed its check: of a draft too."""

    class Kind(models.TextChoices):
        CV = "cv", _("CV")
        WRITING_SAMPLE = "writing_sample", _("Writing sample")
        COVER_LETTER = "cover_letter", _("Cover letter")

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "DOCX"
        ODT = "odt", "ODT"

    class ScanState(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("malware scan", "Waiting")
        CLEAN = "clean", pgettext_lazy("malware scan", "Nothing found")
        QUARANTINED = "quarantined", pgettext_lazy("malware scan", "Malware found")
        COULD_NOT_SCAN = "could_not_scan", pgettext_lazy("malware scan", "Could not be scanned")
        OFF = "off", pgettext_lazy("malware scan", "Not scanned")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="files", verbose_name=_("application")
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
    # Of the malware scan (internships/documents/scanning.py): since when it is wanted, when the scanner was last asked,
    # and the name of what it found, or a code for why it found nothing out.
    scan_state = models.CharField(
        _("malware scan"), max_length=20, choices=ScanState, default=ScanState.WAITING, db_default=ScanState.WAITING
    )
    scan_wanted_at = models.DateTimeField(db_default=Now(), editable=False)
    scanned_at = models.DateTimeField(_("scanned"), null=True, editable=False)
    scan_detail = models.CharField(max_length=200, blank=True, default="", db_default="", editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["kind"]
        default_permissions = ()
        verbose_name = _("application file")
        verbose_name_plural = _("application files")
        constraints = [
            models.UniqueConstraint(fields=["application", "kind"], name="one_file_of_each_kind"),
            models.CheckConstraint(
                condition=~Q(scan_state__in=["clean", "quarantined"]) | Q(scanned_at__isnull=False),
                name="scanned_files_say_when",
            ),
        ]
        indexes = [models.Index(fields=["scan_state", "scan_wanted_at"], name="application_file_scan")]

    def __str__(self):
        return self.original_name

    @property
    def is_quarantined(self) -> bool:
        """Whether malware was found in it: another has to take its place."""
        return self.scan_state == self.ScanState.QUARANTINED

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
