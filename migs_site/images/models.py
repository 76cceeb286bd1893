"""Pictures. Each one says in both languages what it shows, or says that it only decorates."""

import io
from contextlib import nullcontext

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection, models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.images.models import AbstractImage, AbstractRendition, SourceImageIOError

from migs_site.media_storage.failures import StoreAway

DESCRIBED_OR_DECORATIVE = Q(is_decorative=True, alt_en="", alt_fr="") | (
    Q(is_decorative=False) & ~Q(alt_en="") & ~Q(alt_fr="")
)


def of_eight_bits(file):
    """A grey scan of 16 bits a dot, which PNG has, as one of 8: no JPEG has more. Any other picture as it is."""
    start = file.read(26)
    file.seek(0)
    if not start.startswith(b"\x89PNG") or start[24:] != b"\x10\x00":
        return file
    made = io.BytesIO()
    with Image.open(file) as scan:
        scan.point(lambda grey: grey * (1 / 256)).convert("L").save(made, "PNG")
    made.seek(0)
    return made


class SiteImage(AbstractImage):
    alt_en = models.CharField(
        _("alternative text (English)"),
        max_length=255,
        blank=True,
        help_text=_("In one sentence, what someone who cannot see the image needs to know."),
    )
    alt_fr = models.CharField(_("alternative text (French)"), max_length=255, blank=True)
    is_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("Check this box if the page would lose nothing without the image.")
    )
    credit = models.CharField(_("credit"), max_length=255, blank=True)

    admin_form_fields = (
        "title",
        "file",
        "alt_en",
        "alt_fr",
        "is_decorative",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        constraints = [
            models.CheckConstraint(condition=DESCRIBED_OR_DECORATIVE, name="image_described_or_decorative"),
        ]

    def clean(self):
        super().clean()
        if self.is_decorative and (self.alt_en or self.alt_fr):
            raise ValidationError(
                {"is_decorative": _("A decorative image has no alternative text. Clear the text or this box.")}
            )
        if not self.is_decorative:
            missing = [name for name in ("alt_en", "alt_fr") if not getattr(self, name)]
            if missing:
                message = _("Describe what the image shows, or check “Decorative” below.")
                raise ValidationError(dict.fromkeys(missing, message))

    def create_rendition(self, filter):
        """Where it cannot be stored, as where its source cannot be read: pages of the admin show a gap, and go on."""
        try:
            return super().create_rendition(filter)
        except StoreAway as error:
            raise SourceImageIOError(str(error)) from error

    def generate_rendition_file(self, filter, *, source=None):
        """Kept in memory: Wagtail would leave a temporary file open, also where the source cannot be read."""
        with (
            self.open_file() if source is None else nullcontext(source) as original,
            super().generate_rendition_file(filter, source=of_eight_bits(original)) as file,
        ):
            file.seek(0)
            return ContentFile(file.read(), name=file.name)

    @property
    def default_alt_text(self):
        """The alternative text in the reader's language; empty for a decorative picture."""
        return self.alt_fr if (get_language() or "en").startswith("fr") else self.alt_en


class SiteRendition(AbstractRendition):
    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_once_per_filter"
            ),
        ]
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]  # by which visitors ask (stored_files.py)

    def save(self, *args, **kwargs):
        """The picture stays until this is committed: without it the file would lie there for good, named by no row."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM images_siteimage WHERE id = %s FOR KEY SHARE", [self.image_id])
            if not cursor.rowcount:
                raise SourceImageIOError("The picture has just been deleted.")
        super().save(*args, **kwargs)
