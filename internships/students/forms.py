"""The application form. Good files are kept as drafts for a day when something else has to be corrected."""

import datetime
import logging
import re
import secrets
import uuid

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from internships.documents.files import DRAFT_LIFETIME, Document, save_draft
from internships.models import Application, ApplicationFile
from internships.notices import notice_of
from internships.students.fields import DocumentField, EmailField, LineField, LinesField
from migs_site.base.primary_pages import of_primary, primary
from migs_site.models import ProjectPage

logger = logging.getLogger(__name__)

KINDS = ApplicationFile.Kind.values
KEY = re.compile(r"[A-Za-z0-9_-]{22,64}")
PARTS = (
    ("you", _("About you"), ("name", "email")),
    ("studies", _("Your studies"), ("institution", "programme", "level")),
    ("internship", _("Your internship"), ("projects", "availability", "message")),
    ("documents", _("Your documents"), tuple(KINDS)),
    ("sending", _("Consent"), ("consent",)),
)
ANSWERS = ("name", "email", "institution", "programme", "level", "availability", "message")


class ApplicationForm(forms.Form):
    name = LineField(
        label=pgettext_lazy("person in full", "Name"),
        max_length=150,
        autocomplete="name",
        if_empty=_("Enter your full name."),
    )
    email = EmailField(label=_("Email"), if_empty=_("Enter a valid email address, for example name@example.ca."))
    institution = LineField(
        label=_("University or college"),
        max_length=200,
        autocomplete="organization",
        if_empty=_("Enter the name of your university or college."),
    )
    programme = LineField(label=_("Program"), max_length=200, if_empty=_("Enter the name of your program."))
    level = forms.ChoiceField(
        label=_("Level of study"),
        choices=Application.Level.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], _("Select your level of study.")),
    )
    projects = forms.TypedMultipleChoiceField(
        label=_("Projects"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(["required", "invalid_choice", "invalid_list"], _("Select at least one project.")),
    )
    availability = LinesField(
        label=_("Availability"),
        max_length=1000,
        rows=4,
        if_empty=_("Enter when you could start and for how long."),
        help_text=_("When you could start, for how long, and how many hours a week."),
    )
    message = LinesField(label=_("Message"), max_length=5000, rows=8, required=False, if_empty="")
    cv = DocumentField(label=_("CV"), kind="cv", if_empty=_("Attach your CV."))
    writing_sample = DocumentField(
        label=_("Writing sample"), kind="writing_sample", if_empty=_("Attach your writing sample.")
    )
    cover_letter = DocumentField(label=_("Cover letter"), kind="cover_letter", if_empty=_("Attach your cover letter."))
    consent = forms.BooleanField(
        error_messages={
            "required": _("Check this box to give your consent. Without it, we cannot read your application.")
        }
    )

    def __init__(self, data=None, files=None, *, offer):
        self.offer = offer
        self.notice = notice_of(offer)
        self.consent_version = self.notice.version
        data, consent_changed = self._without_stale_consent(data)
        super().__init__(data, files, label_suffix="")
        self.key = self._key()
        self.fields["consent"].label = offer.consent_text
        self.fields["consent"].widget.attrs["value"] = self.consent_version
        if consent_changed:
            self.fields["consent"].error_messages["required"] = _(
                "This text has changed. Read it again, then check the box."
            )
        for kind in KINDS:
            self.fields[kind].set_most_pages(offer.most_pages)
        self._offer_projects()
        self._restore_drafts()

    def parts(self) -> list[tuple]:
        """The form as it is laid out: (anchor, heading, fields) of each part."""
        return [
            (anchor, title, [self[name] for name in names if name in self.fields]) for anchor, title, names in PARTS
        ]

    def clean(self):
        """Where something has to be corrected, drafts that were used meanwhile are asked for again.

        In a form without mistakes they stay: if it is the same form a second time, the service finds its application.
        """
        if self.errors:
            drafts = [field.draft for field in map(self.fields.get, KINDS) if field.draft]
            self.drop_drafts([file.kind for file in drafts if file.application_id])

    def submission(self) -> dict:
        """The arguments of submit_application."""
        files = {kind: self.cleaned_data[kind] for kind in KINDS}
        answers = {name: self.cleaned_data[name] for name in ANSWERS}
        return {
            "form_key": self.key,
            "answers": answers | {"language": get_language(), "notice_id": self.notice.store().pk},
            "projects": self.cleaned_data.get("projects", []),
            "documents": {kind: file for kind, file in files.items() if isinstance(file, Document)},
            "drafts": {kind: file for kind, file in files.items() if isinstance(file, ApplicationFile)},
        }

    def drop_drafts(self, kinds: list[str]) -> None:
        """Ask for files again that are no longer there."""
        for kind in kinds:
            self.fields[kind].draft = None
            if kind not in self.errors and not isinstance(self.cleaned_data.get(kind), Document):
                self.add_error(kind, self.fields[kind].error_messages["required"])

    def save_drafts(self) -> None:
        """Keep the good files of a form that is shown again as drafts."""
        for kind in KINDS:
            document = self.cleaned_data.get(kind)
            if isinstance(document, Document):
                try:
                    self._attach_draft(save_draft(document))
                except OSError:
                    logger.exception("A file could not be kept for the next try.")
                    self.add_error(kind, self.fields[kind].error_messages["required"])

    def _without_stale_consent(self, data):
        """A box that was ticked beside other words is shown empty again."""
        if data is None or data.get("consent") in (None, "", self.consent_version):
            return data, False
        data = data.copy()
        del data["consent"]
        return data, True

    def _key(self) -> str:
        """The random key of this form: the one that was sent if it could be ours, otherwise a new one."""
        sent = self.data.get("key", "")
        return sent if KEY.fullmatch(sent) else secrets.token_urlsafe(24)

    def _offer_projects(self) -> None:
        """Live projects in the reader's language; the value is their English page, which both languages share."""
        pages = ProjectPage.objects.live().filter(locale__language_code=get_language()).order_by(of_primary("path"))
        english = ProjectPage.objects.filter(primary(), translation_key__in=pages.values("translation_key"))
        by_key = {page.translation_key: page for page in english}
        pairs = [(by_key.get(page.translation_key, page), page) for page in pages]
        choices = [(shared.pk, page.title) for shared, page in pairs if shared.takes_interns]
        if choices:
            self.fields["projects"].choices = choices
        else:
            del self.fields["projects"]

    def _restore_drafts(self) -> None:
        """Drafts from an earlier try with this very form, less than a day ago; any other is ignored."""
        for kind in KINDS:
            number = self._unsigned(self.data.get(f"held_{kind}", ""))
            youngest = timezone.now() - DRAFT_LIFETIME + datetime.timedelta(minutes=5)  # a moment to be sent in
            file = number and ApplicationFile.objects.filter(pk=number, kind=kind, uploaded_at__gt=youngest).first()
            if file:
                self._attach_draft(file)

    def _attach_draft(self, file: ApplicationFile) -> None:
        field = self.fields[file.kind]
        field.draft, field.draft_token = file, self._signer().sign(str(file.pk))

    def _unsigned(self, token: str) -> uuid.UUID | None:
        try:
            return uuid.UUID(self._signer().unsign(token))
        except (BadSignature, ValueError):
            return None

    def _signer(self) -> Signer:
        """Signed for this form's key: a number alone, taken from somebody else's page, opens nothing."""
        return Signer(salt=f"internships.held.{self.key}")
