"""Where donors are sent, and how many went. Nothing about a donor is stored."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from migs_site.base.bilingual import Bilingual
from migs_site.base.field_checks import FieldCheck, JointForm

https_address = RegexValidator(
    r"^https://[A-Za-z0-9.-]+\.[A-Za-z]{2,}(:443)?(/[^\s#]*)?$",
    _("Enter a full address that begins with https:// and names a public host, with no user name or “#”."),
    # A code of its own: the form field puts “Enter a valid URL.” in place of every message coded “invalid”.
    code="donation_address",
)


class DonationTarget(models.Model):
    """A page of the donation processor. The site sends donors nowhere else."""

    slug = models.SlugField(_("identifier"), unique=True, max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=150)
    name_fr = models.CharField(_("name (French)"), max_length=150)
    address_en = models.URLField(_("address (English)"), blank=True, max_length=500, validators=[https_address])
    address_fr = models.URLField(_("address (French)"), blank=True, max_length=500, validators=[https_address])
    designation_en = models.CharField(
        _("designation (English)"),
        max_length=150,
        help_text=_("The purpose of the gift, as passed on to the payment processor."),
    )
    designation_fr = models.CharField(_("designation (French)"), max_length=150)

    name = Bilingual()
    address = Bilingual()
    designation = Bilingual()

    base_form_class = JointForm

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("donation target")
        verbose_name_plural = _("donation targets")
        constraints = [
            FieldCheck(
                mended_in=("address_en", "address_fr"),
                said_at=(),
                condition=(Q(address_en="") | Q(address_en__startswith="https://"))
                & (Q(address_fr="") | Q(address_fr__startswith="https://")),
                name="donation_address_is_https",
                violation_error_message=_("The address must begin with https://."),
            ),
        ]

    def __str__(self):
        return self.name


class DonationCountQuerySet(models.QuerySet):
    def by_month(self):
        """Donors sent, as {month: first day, donors: number}, newest month first, both languages together."""
        months = self.order_by().annotate(month=TruncMonth("day")).values("month")
        return months.annotate(donors=Sum("count")).order_by("-month")


class DonationCount(models.Model):
    """How many visitors were sent to a target in a language on a day."""

    target = models.ForeignKey(DonationTarget, on_delete=models.CASCADE, related_name="counts")
    day = models.DateField(_("day"))
    language = models.CharField(_("language"), max_length=2)
    count = models.PositiveIntegerField(_("count"), default=0)

    objects = DonationCountQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "language"]
        verbose_name = _("donation count")
        verbose_name_plural = _("donation counts")
        constraints = [
            models.UniqueConstraint(fields=["target", "day", "language"], name="donation_count_once_a_day"),
        ]

    def __str__(self):
        return f"{self.target}, {self.day}, {self.language}: {self.count}"
