"""Applications and their files: the most personal data the institute holds. Never Wagtail documents."""

import secrets
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Without 0, 1, I, L and O, which are mistaken for each other when read aloud.
REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference() -> str:
    """A reference number to quote, such as “K7QX-39TM”: unguessable, and nothing can be counted from it."""
    letters = "".join(secrets.choice(REFERENCE_LETTERS) for _place in range(8))
    return f"{letters[:4]}-{letters[4:]}"


class Application(models.Model):
    """What one student sent at one time. Staff read it; nobody edits it."""

    class Level(models.TextChoices):
        UNDERGRADUATE = "undergraduate", _("Undergraduate")
        MASTERS = "masters", _("Master’s")
        DOCTORAL = "doctoral", _("Doctoral")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(
        _("reference number"), max_length=9, unique=True, default=new_reference, editable=False
    )
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    language = models.CharField(_("language"), max_length=2)
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("email"))
    institution = models.CharField(_("university or college"), max_length=200)
    programme = models.CharField(_("program"), max_length=200)
    level = models.CharField(_("level of study"), max_length=20, choices=Level)
    projects = models.ManyToManyField(
        "migs_site.ProjectPage", verbose_name=_("projects"), related_name="+", through="internships.ChosenProject"
    )
    availability = models.TextField(_("availability"), max_length=1000)
    message = models.TextField(_("message"), max_length=5000, blank=True)
    consent_text = models.TextField(_("text of the consent"))
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmation sent"), null=True, editable=False)

    # Wagtail's index of references can be read by every editor.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-received_at"]
        default_permissions = ("view", "delete")
        verbose_name = _("application")
        verbose_name_plural = _("applications")

    def __str__(self):
        """Without the name: this is what the log keeps after an application has been deleted."""
        return self.reference


class ChosenProject(models.Model):
    """A project that somebody applied for. Its page stays for as long as the application: what was sent stays."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE)
    project = models.ForeignKey(
        "migs_site.ProjectPage", on_delete=models.PROTECT, related_name="+", db_column="projectpage_id"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        db_table = "internships_application_projects"
        default_permissions = ()
        unique_together = [("application", "project")]
        verbose_name = _("chosen project")
        verbose_name_plural = _("chosen projects")

    def __str__(self):
        return str(self.application)


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
