"""Pages of people: one for each person, however many groups they sit on."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks, hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from migs_site.base.blocks import PROSE
from migs_site.base.dates import PartialDateField, refuse_future
from migs_site.base.pages import NotTranslated, SitePage
from migs_site.base.plain_text import one_line
from migs_site.base.primary_pages import CHOOSE_PRIMARY, is_primary
from migs_site.metadata.structured_data import node_of
from people.forms import PersonPageForm
from people.orcid import OrcidField
from people.sorting import full_name, guess_sort_name, sort_key
from people.vcards import vcard

from .memberships import IN_MEMORIAM, Membership


class LinkBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Text"), max_length=100)
    address = blocks.URLBlock(label=_("Address"))

    class Meta:
        icon = "link"
        label = _("Link")
        template = "blocks/link.html"
        preview_template = "blocks/previews/links.html"
        description = _("A page about this person on another site.")
        preview_value = {"text": _("Sample link"), "address": "https://example.org/"}


class PersonPage(SitePage):
    """Somebody who stands behind the institute's work. The title is made from the names."""

    class Standing(models.TextChoices):
        EMERITUS = "emeritus", pgettext_lazy("person", "Emeritus")
        FORMER = "former", pgettext_lazy("person", "Formerly of the institute")
        IN_MEMORIAM = IN_MEMORIAM, pgettext_lazy("person", "In memoriam")

    honorific = models.CharField(
        _("honorific"), max_length=60, validators=[one_line], blank=True, help_text=_("For example: General")
    )
    given_names = models.CharField(_("given names"), max_length=120, blank=True, validators=[one_line])
    surname = models.CharField(_("surname"), max_length=120, validators=[one_line])
    family_name_first = models.BooleanField(
        _("family name first"),
        default=False,
        help_text=_("For names such as Wang Ming, where Wang is the family name."),
    )
    post_nominals = models.CharField(
        _("post-nominals"), max_length=60, validators=[one_line], blank=True, help_text=_("For example: (Ret.)")
    )
    sort_name = models.CharField(
        _("sort name"),
        max_length=245,
        blank=True,
        help_text=_("Used to sort lists. Filled in automatically if left empty: Stein, Janice Gross."),
    )
    sort_key = models.CharField(max_length=500, editable=False, db_collation="C", db_index=True)
    standing = models.CharField(
        pgettext_lazy("person", "standing"),
        max_length=20,
        choices=Standing,
        blank=True,
        help_text=_("Shown wherever the name appears. Leave empty for most people."),
    )
    died_on = PartialDateField(
        _("died on"),
        blank=True,
        help_text=_("Only if publicly known: 2009-09-22, 2009-09 or 2009. “In memoriam” then appears with the name."),
    )
    ends_memberships = models.BooleanField(_("end their memberships on the day of their death"), default=True)
    # The day of death on which their memberships were ended, so that a corrected one can move them.
    memberships_ended_on = PartialDateField(blank=True, editable=False)
    orcid = OrcidField(
        _("ORCID iD"),
        help_text=_("A researcher’s 16-digit identifier, as shown on orcid.org: 0000-0002-1825-0097."),
    )
    position = models.CharField(_("position"), max_length=200, blank=True, validators=[one_line])
    affiliation = models.CharField(_("affiliation"), max_length=200, blank=True, validators=[one_line])
    biography = RichTextField(_("biography"), features=PROSE, blank=True)
    portrait = models.ForeignKey(
        "images.SiteImage",
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    links = StreamField([("link", LinkBlock())], verbose_name=_("links"), blank=True)
    # The target of a merge; this page then stays for its history, off the site.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="merged"
    )

    leads_to = "people.PeopleIndexPage"
    quoted_fields = ("honorific", "given_names", "surname", "post_nominals")
    # A name is the same in both languages, and the title and address follow from it.
    override_translatable_fields = [
        NotTranslated("title"),
        NotTranslated("slug"),
        NotTranslated("ends_memberships"),
        NotTranslated("memberships_ended_on"),
        SynchronizedField("given_names", overridable=False),
        SynchronizedField("surname", overridable=False),
        SynchronizedField("family_name_first", overridable=False),
        SynchronizedField("sort_name", overridable=False),
        SynchronizedField("standing", overridable=False),
        SynchronizedField("died_on", overridable=False),
        SynchronizedField("orcid", overridable=False),
    ]

    content_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("honorific"), FieldPanel("post_nominals")]),
                FieldRowPanel([FieldPanel("given_names"), FieldPanel("surname", required_on_save=True)]),
                FieldPanel("family_name_first"),
                FieldPanel("sort_name"),
            ],
            heading=_("Name"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("position"), FieldPanel("affiliation")]),
                FieldRowPanel([FieldPanel("standing"), FieldPanel("died_on")]),
                FieldPanel("ends_memberships"),
                FieldPanel("orcid"),
            ],
            heading=_("What they do"),
        ),
        FieldPanel("biography"),
        FieldPanel("portrait"),
        FieldPanel("links"),
    ]
    base_form_class = PersonPageForm
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("position"),
        index.SearchField("affiliation"),
        index.SearchField("biography"),
        index.FilterField("sort_key"),
    ]
    parent_page_types = ["people.PeopleIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def set_derived_fields(self):
        self.title = self.name
        self.sort_name = self.sort_name or guess_sort_name(*self.name_parts)
        self.sort_key = sort_key(self.sort_name)

    def clean(self):
        super().clean()
        refuse_future(self, "died_on")

    def with_content_json(self, content):
        page = super().with_content_json(content)
        # Facts about the person, whatever version is looked at.
        page.merged_into_id, page.memberships_ended_on = self.merged_into_id, self.memberships_ended_on
        return page

    def publication_errors(self):
        """A person who was merged into another stays off the site."""
        errors = super().publication_errors()
        if errors or not self.merged_into_id:
            return errors
        sentence = gettext("Not published: this record was merged into %(target)s, which replaces it on the site.")
        return {NON_FIELD_ERRORS: sentence % {"target": self.merged_into.title}}

    def get_admin_display_title(self):
        title = super().get_admin_display_title()
        return _("%(name)s (merged into another record)") % {"name": title} if self.merged_into_id else title

    @property
    def name(self) -> str:
        return full_name(*self.name_parts)

    @property
    def name_parts(self) -> tuple[str, str, bool]:
        return self.given_names, self.surname, self.family_name_first

    def why_not_named(self) -> str:
        """Why no row may name this page, in a sentence for staff; nothing where one may."""
        if not is_primary(self):
            return CHOOSE_PRIMARY % {"title": self.title}
        if self.merged_into_id:
            sentence = gettext("This record was merged into %(name)s. Choose that one.")
            return sentence % {"name": self.merged_into.title}
        return ""

    @property
    def first_words(self) -> str:
        return self.biography

    @cached_property
    def terms(self) -> list[Membership]:
        """What they hold and held, each with ``is_over``."""
        return Membership.objects.held_by(self)

    @property
    def held(self) -> list[Membership]:
        return [term for term in self.terms if not term.is_over]

    @property
    def is_remembered(self) -> bool:
        return self.standing == self.Standing.IN_MEMORIAM or bool(self.died_on)

    def outlasting(self) -> list[Membership]:
        """The memberships that a death ends, ended, or would end if it were today."""
        rows = Membership.objects.filter(person=self.pk).select_related("group").order_by("group__path", "pk")
        before, day = self.memberships_ended_on, self.died_on or str(timezone.localdate())
        return [row for row in rows if row.ends_on == before or row.end_by_death(day, before) != row.ends_on]

    @property
    def standing_in_words(self) -> str:
        """What stands with the name. A death is said whatever else does: Emeritus, in memoriam."""
        words = self.get_standing_display()
        if not self.died_on or self.standing == self.Standing.IN_MEMORIAM:
            return words
        both = pgettext("person", "%(standing)s, in memoriam")
        return both % {"standing": words} if words else str(self.Standing.IN_MEMORIAM.label)

    @property
    def posts(self) -> list[Membership]:
        """What they hold in groups of the institute's own staff; nothing once they have left it or died."""
        is_gone = self.is_remembered or self.standing == self.Standing.FORMER
        return [] if is_gone else [term for term in self.held if term.is_own_staff]

    @property
    def card_label(self) -> str:
        return next((membership.role for membership in self.held if membership.role), self.affiliation or self.position)

    def schema_node(self, contact) -> dict:
        linked = [block.value["address"] for block in self.links]
        return node_of("Person", self) | {
            "name": self.name,
            "givenName": self.given_names,
            "familyName": self.surname,
            "honorificPrefix": self.honorific,
            "honorificSuffix": self.post_nominals,
            "jobTitle": self.position,
            "affiliation": self.affiliation and {"@type": "Organization", "name": self.affiliation},
            "memberOf": [membership.schema_node(contact) for membership in self.terms],
            "deathDate": self.died_on,
            "sameAs": [*([f"https://orcid.org/{self.orcid}"] if self.orcid else []), *linked],
        }

    def contact_card(self, contact) -> str:
        """How to reach one of the institute's own staff; nothing of others, who do not work there."""
        return vcard(self, contact) if self.posts else ""

    def merge_target(self) -> "PersonPage | None":
        return self.merged_into

    def get_context(self, request, *args, **kwargs):
        """The names that the template reads, with what other apps add through the hook “person_page_context”:
        a function of the person that gives a dictionary."""
        context = super().get_context(request, *args, **kwargs)
        for names_for in hooks.get_hooks("person_page_context"):
            context |= names_for(self)
        context["memberships"] = self.held
        context["former"] = [term for term in self.terms if term.is_over]
        return context
