"""Files that a student takes away: one archive, sealed for a key that is in the mailed link and nowhere else."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .applications import Application


class PackedFiles(models.Model):
    """An archive that the worker has made of the files of an application, for a day.

    The web process has no key that opens files, and needs none: the link brings the one for this archive.
    """

    application = models.OneToOneField(
        Application, on_delete=models.DO_NOTHING, related_name="packed_files", verbose_name=_("application")
    )
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name = _("packed files")
        verbose_name_plural = _("packed files")

    def __str__(self):
        return str(self.application)


class PackedFilesChunk(models.Model):
    """A part of the sealed archive."""

    pk = models.CompositePrimaryKey("packed_id", "number")
    packed = models.ForeignKey(PackedFiles, on_delete=models.DO_NOTHING, related_name="chunks", editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    content = models.BinaryField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name = _("part of packed files")
        verbose_name_plural = _("parts of packed files")

    def __str__(self):
        return f"{self.packed_id}, {self.number}"
