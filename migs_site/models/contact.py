"""Who the institute is and how to reach it: the facts, stored once, and the page that shows them."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from migs_site.base.bilingual import Bilingual
from migs_site.base.blocks import PROSE
from migs_site.base.foreign_names import names_one_a_line
from migs_site.base.form_rows import RowsPanel
from migs_site.base.pages import SitePage

telephone_number = RegexValidator(
    r"^\+?[0-9][0-9 ().-]{5,28}[0-9]$", _("Enter a telephone number, for example 514 848-2424.")
)
extensions = RegexValidator(
    r"^[0-9]{1,8}(, ?[0-9]{1,8})*$", _("Enter extensions as digits separated by commas, for example 5729, 2404.")
)


def dialled(number: str) -> str:
    """A telephone number as it is dialled from anywhere: +15148482424. Ten figures are one of North America."""
    figures = "".join(character for character in number if character.isdigit())
    country = "" if number.strip().startswith("+") or len(figures) != 10 else "1"
    return figures and f"+{country}{figures}"


@register_setting(icon="mail")
class ContactDetails(BaseGenericSetting, ClusterableModel):
    """The institute's names and contact facts. Every page, e-mail and footer reads them from this one row."""

    name_en = models.CharField(_("name (English)"), max_length=150)
    name_fr = models.CharField(_("name (French)"), max_length=150)
    acronym = models.CharField(_("acronym"), max_length=20)
    university_en = models.CharField(_("university (English)"), max_length=150)
    university_fr = models.CharField(_("university (French)"), max_length=150)
    postal_address_en = models.TextField(_("postal address (English)"))
    postal_address_fr = models.TextField(_("postal address (French)"))
    telephone = models.CharField(_("telephone"), max_length=30, validators=[telephone_number])
    telephone_extensions = models.CharField(_("extensions"), max_length=60, blank=True, validators=[extensions])
    fax = models.CharField(_("fax"), max_length=30, blank=True, validators=[telephone_number])
    email = models.EmailField(_("email"))
    website = models.URLField(_("website"), help_text=_("The address used in print and in citations."))
    english_names = models.TextField(
        _("English names on French pages"),
        blank=True,
        validators=[names_one_a_line],
        help_text=_("One per line, for example Will to Intervene. Screen readers then read them aloud in English."),
    )
    french_names = models.TextField(
        _("French names on English pages"),
        blank=True,
        validators=[names_one_a_line],
        help_text=_("One per line. Screen readers then read them aloud in French."),
    )

    name = Bilingual()
    university = Bilingual()
    postal_address = Bilingual()

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_fr")]),
                FieldPanel("acronym"),
                FieldRowPanel([FieldPanel("university_en"), FieldPanel("university_fr")]),
            ],
            heading=_("Names"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("postal_address_en"), FieldPanel("postal_address_fr")]),
                FieldRowPanel([FieldPanel("telephone"), FieldPanel("telephone_extensions"), FieldPanel("fax")]),
                FieldRowPanel([FieldPanel("email"), FieldPanel("website")]),
            ],
            heading=_("How to reach us"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("english_names"), FieldPanel("french_names")])],
            heading=_("Names that keep their language"),
        ),
        RowsPanel("social_links", label=_("social network"), heading=_("Social networks")),
    ]

    class Meta:
        verbose_name = _("names and contact details")

    def __str__(self):
        return self.acronym

    @classmethod
    def shown(cls, request) -> "ContactDetails":
        """As staff have set them, or empty before they have; unlike load(), it writes nothing."""
        return getattr(request, cls.get_cache_attr_name(), None) or cls.objects.first() or cls()

    @property
    def extension_list(self) -> list[str]:
        return [extension.strip() for extension in self.telephone_extensions.split(",") if extension.strip()]

    @cached_property
    def networks(self) -> list["SocialLink"]:
        return list(self.social_links.all())

    @property
    def website_name(self) -> str:
        """The website as people say it: without “https://” and the last slash."""
        return self.website.split("://", 1)[-1].rstrip("/")


class SocialLink(Orderable):
    contact = ParentalKey(ContactDetails, on_delete=models.CASCADE, related_name="social_links")
    network = models.CharField(_("network"), max_length=60)
    address = models.URLField(_("address"))

    panels = [FieldRowPanel([FieldPanel("network"), FieldPanel("address")])]

    class Meta(Orderable.Meta):
        verbose_name = _("social network")

    def __str__(self):
        return self.network


class ContactPage(SitePage):
    """How to reach the institute. The facts come from the contact details; the page adds words of its own."""

    introduction = RichTextField(_("introduction"), features=PROSE, blank=True)

    content_panels = [*SitePage.content_panels, FieldPanel("introduction")]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction")]
    parent_page_types = ["migs_site.HomePage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("contact page")

    @property
    def shows_contact_details(self) -> bool:
        return True
