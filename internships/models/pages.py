"""The offer: who may apply, when, for what, and with which documents."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from migs_site.base.blocks import PROSE, BodyBlock
from migs_site.base.pages import SitePage

from .openings import openings

# The parts of the privacy notice that staff write; the others follow from settings (internships/notices.py).
NOTICE = (
    "notice_collector",
    "notice_purposes",
    "notice_readers",
    "notice_optional",
    "notice_rights",
    "notice_outside_quebec",
)


class InternshipPage(SitePage):
    introduction = models.TextField(_("introduction"))
    who = RichTextField(_("who can apply"), features=PROSE)
    when_in_brief = models.CharField(
        _("when, in a few words"),
        max_length=60,
        blank=True,
        help_text=_("Shown in very large type, for example: Throughout the year."),
    )
    when = RichTextField(_("when"), features=PROSE, blank=True)
    projects_text = RichTextField(_("projects"), features=PROSE)
    documents_text = RichTextField(_("what to send"), features=PROSE)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    is_open = models.BooleanField(
        _("open for applications"),
        default=True,
        help_text=_("Clear this box to close the form. The page stays online."),
    )
    most_pages = models.PositiveSmallIntegerField(
        _("most pages of a PDF"),
        default=50,
        db_default=50,
        validators=[MinValueValidator(1)],
        help_text=_(
            "A longer PDF is refused, and the applicant told so. Other documents do not say how long they are."
        ),
    )
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact’s email"), blank=True)
    notice_collector = models.TextField(
        _("who collects it"),
        help_text=_("The notice begins with the institute’s name and postal address, from the contact details."),
    )
    notice_purposes = models.TextField(_("what it is used for"))
    notice_readers = models.TextField(_("who sees it"))
    notice_optional = models.TextField(
        _("what is optional"), help_text=_("Say also what follows if something is not given.")
    )
    notice_rights = models.TextField(
        _("rights"),
        help_text=_(
            "How to see, correct and take back what was sent, and where to complain. The notice then names the "
            "contact for internships, or the institute’s email where there is none."
        ),
    )
    notice_outside_quebec = models.TextField(
        _("whether it leaves Quebec"), help_text=_("Name the services outside Quebec that store or carry it, if any.")
    )
    consent_text = models.TextField(
        _("consent"),
        help_text=_(
            "The sentence that applicants agree to, below the privacy notice. Each application keeps the notice and "
            "the sentence as they were when it was sent."
        ),
    )
    received_text = RichTextField(
        _("after sending"),
        features=PROSE,
        help_text=_("What happens next. Shown once the form is sent, and included in the confirmation email."),
    )

    quoted_fields = ("title", *NOTICE, "consent_text", "received_text")

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("is_open"),
        FieldPanel("introduction"),
        FieldPanel("who"),
        MultiFieldPanel([FieldPanel("when_in_brief"), FieldPanel("when")], heading=_("When")),
        FieldPanel("projects_text"),
        FieldPanel("documents_text"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("contact_name"), FieldPanel("contact_email")])], heading=_("Contact")
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in NOTICE],
            heading=_("Privacy notice"),
            help_text=_(
                "Shown in the form, as Quebec’s law asks, before applicants agree. How long applications are kept is "
                "added from “Replies and retention”."
            ),
        ),
        MultiFieldPanel(
            [FieldPanel("most_pages"), FieldPanel("consent_text"), FieldPanel("received_text")], heading=_("The form")
        ),
        FieldPanel("body"),
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("introduction"), index.SearchField("who")]
    parent_page_types = ["migs_site.HomePage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("internship page")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["openings"] = openings(is_open=self.is_open)
        request.holds_until = context["openings"].holds_until
        return context
