"""Where the proof of a progress entry is."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from migs_site.base.bilingual import Bilingual
from migs_site.base.dates import PartialDateField, not_in_the_future
from migs_site.base.field_checks import FieldCheck, JointForm
from migs_site.base.plain_text import one_line

web_address = URLValidator(
    schemes=["http", "https"],
    message=_("Enter a full address that begins with https:// or http://."),
    # A code of its own: the form field puts “Enter a valid URL.” in place of every message coded “invalid”.
    code="web_address",
)


READ_ON = _("Enter the day on which you read this page, as it may change or disappear.")
PUBLISHED_ON = _("If there is no address, enter the date of this source so that it can be found.")
ADDRESS = _("Enter the address of the page that was archived.")


class ProgressSource(Orderable):
    """A page on the web with the day on which it was read, or a dated print."""

    entry = ParentalKey("recommendations.ProgressEntry", on_delete=models.CASCADE, related_name="sources")
    title_en = models.CharField(
        _("title"), max_length=300, validators=[one_line], help_text=_("In its own language, as printed.")
    )
    title_fr = models.CharField(
        _("title (French)"),
        max_length=300,
        blank=True,
        validators=[one_line],
        help_text=_("Only if the source itself has a French title."),
    )
    publisher_en = models.CharField(_("publisher"), max_length=200, validators=[one_line])
    publisher_fr = models.CharField(
        _("publisher (French)"),
        max_length=200,
        blank=True,
        validators=[one_line],
        help_text=_("Leave empty if it is the same in French."),
    )
    published_on = PartialDateField(
        _("published on"),
        blank=True,
        validators=[not_in_the_future],
        help_text=_("2010-09-13, 2010-09 or 2010. Required if there is no address."),
    )
    address = models.URLField(
        _("address"),
        max_length=1000,
        blank=True,
        validators=[web_address],
        help_text=_("Leave empty if the source is not on the web."),
    )
    read_on = models.DateField(
        _("read on"),
        null=True,
        blank=True,
        validators=[not_in_the_future],
        help_text=_("The day on which you read the page. Required if there is an address."),
    )
    archive_address = models.URLField(
        _("address of an archived copy"),
        max_length=1000,
        blank=True,
        validators=[web_address],
        help_text=_("For example at web.archive.org."),
    )

    title = Bilingual()
    publisher = Bilingual()

    SHOWN = (
        *("sort_order", "title_en", "title_fr", "publisher_en", "publisher_fr", "published_on"),
        *("address", "read_on", "archive_address"),
    )

    panels = [
        FieldRowPanel([FieldPanel("title_en"), FieldPanel("title_fr")]),
        FieldRowPanel([FieldPanel("publisher_en"), FieldPanel("publisher_fr"), FieldPanel("published_on")]),
        FieldRowPanel([FieldPanel("address"), FieldPanel("read_on")]),
        FieldPanel("archive_address"),
    ]

    base_form_class = JointForm

    class Meta(Orderable.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            FieldCheck(
                mended_in=("read_on",),
                said_at=(),  # the help of the field says it
                condition=Q(address="") | Q(read_on__isnull=False),
                name="progress_source_read_on_a_day",
                violation_error_message=READ_ON,
            ),
            FieldCheck(
                mended_in=("published_on",),
                said_at=(),  # the help of the field says it
                condition=~Q(address="") | ~Q(published_on=""),
                name="progress_source_can_be_found",
                violation_error_message=PUBLISHED_ON,
            ),
            FieldCheck(
                mended_in=("address",),
                said_at=("archive_address",),
                condition=Q(archive_address="") | ~Q(address=""),
                name="progress_source_archived_from_an_address",
                violation_error_message=ADDRESS,
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.publisher}"

    def clean(self):
        """All that is missing at once, each beside its field."""
        super().clean()
        missing = {
            "read_on": self.address and not self.read_on and READ_ON,
            "published_on": not self.address and not self.published_on and PUBLISHED_ON,
            "address": self.archive_address and not self.address and ADDRESS,
        }
        if any(missing.values()):
            raise ValidationError({name: ValidationError(each, "missing") for name, each in missing.items() if each})
