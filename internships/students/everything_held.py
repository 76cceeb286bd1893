"""All that is held of an application in words and numbers, for its student to take away; files go another way.

Without what staff think of it among themselves, of which a sentence says whom to ask for it (decision 22).
"""

import datetime
import textwrap

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from internships.documents.files import in_order
from internships.models import TO_COORDINATORS, Application, ApplicationFile, LateCode
from internships.models.openings import projects_in_language
from internships.notices import whom_to_write_to
from internships.states import State
from internships.students.forms import ApplicationForm
from internships.students.opening import offer_in_language
from migs_site.models import ContactDetails
from migs_site.outbox.models import MARKER, Mail
from migs_site.outbox.models import State as MailState
from migs_site.outbox.services import mails_about

FIELDS = (
    "reference",
    "state",
    "arrived_by",
    "language",
    "created_at",
    "saved_at",
    "received_at",
    "closed_at",
    "name",
    "email",
    "email_confirmed_at",
    "institution",
    "programme",
    "level",
    "availability",
    "message",
    "answer_by",
    "flags",
    "typed",
)
NAMED = ("round", "late_code")  # other records, which are called by their name
OF_FILES = ("kind", "original_name", "format", "size", "pages", "sha256", "warnings", "uploaded_at")
OF_MAILS = ("to", "subject", "text", "sent_at")
OF_MOVES = ("from_state", "to_state", "actor", "at")


def everything_held(application: Application) -> dict:
    """As JSON can hold it, under the names of our own columns."""
    held = {name: getattr(application, name) for name in FIELDS}
    held |= {name: said(application, name) for name in NAMED}
    held["projects"] = [project.title for project in application.projects.all()]
    held["files"] = list(application.files.values(*OF_FILES))
    held["history"] = list(application.state_changes.values(*OF_MOVES))
    held["privacy_notice"] = application.notice and application.notice.text
    held["links"] = list(application.links.values("created_at", "expires_at", "mailed_to"))
    held["emails"] = [{name: getattr(mail, name) for name in OF_MAILS} for mail in mails_to_applicant(application)]
    held["not_included"] = not_included(application)
    return held


def mails_to_applicant(application: Application) -> list[Mail]:
    """What was sent. A letter that staff may still take back tells nobody anything yet; a link is stored nowhere."""
    mails = mails_about(application).filter(state=MailState.SENT).exclude(key__startswith=TO_COORDINATORS)
    sent = list(mails.only(*OF_MAILS).order_by("sent_at"))
    for mail in sent:
        mail.text = mail.text.replace(MARKER, "…")
    return sent


def not_included(application: Application) -> str:
    """Nothing of a draft, which staff do not see."""
    if application.state == State.DRAFT:
        return ""
    sentence = _(
        "What those who handle and review the application have written about it among themselves is not in this file. "
        "You have a right of access to what we hold on you: ask for it in writing."
    )
    return f"{sentence} {whom_to_write_to(offer_in_language(), ContactDetails.objects.first())}".strip()


def in_words(application: Application) -> list[tuple[str, str]]:
    """(label, value) of the same, as its student reads it."""
    names = [name for name in (*FIELDS, *NAMED) if name != "typed"]
    rows = [(application._meta.get_field(name).verbose_name, said(application, name)) for name in names]
    rows += typed_in_words(application)
    rows.append((_("Projects"), ", ".join(project.title for project in application.projects.all())))
    rows += [(file.get_kind_display(), file_in_words(file)) for file in in_order(application.files.all())]
    rows.append((_("Privacy notice"), application.notice.text if application.notice else ""))
    rows += [(moment(change.at), State(change.to_state).label) for change in application.state_changes.all()]
    rows += [(_("link mailed to"), link.mailed_to) for link in application.links.all()]
    rows += [
        (mail_in_words(mail), f"{mail.subject}\n\n{mail.text}".strip()) for mail in mails_to_applicant(application)
    ]
    rows.append((_("Not included"), not_included(application)))
    return [(capfirst(label), textwrap.indent(value, "    ")) for label, value in rows if value]


def mail_in_words(mail: Mail) -> str:
    return _("Email to %(address)s, %(time)s") % {"address": mail.to, "time": moment(mail.sent_at)}


def said(application: Application, name: str) -> str:
    if name == "late_code":  # the whole record has a note of staff, which the public process may not read
        return "".join(LateCode.objects.filter(pk=application.late_code_id).values_list("code", flat=True))
    value = getattr(application, name)
    if isinstance(value, datetime.datetime):
        return moment(value)
    if name == "language":
        return get_language_info(value)["name_translated"]
    if isinstance(value, list):
        return "\n".join(map(str, value))
    display = getattr(application, f"get_{name}_display", None)
    return str(display() if display else value or "")


def typed_in_words(application: Application) -> list[tuple[str, str]]:
    """The answers of a draft, right or wrong, under the labels of the form; but for the box, which carries a code."""
    titles = {str(number): title for number, title in projects_in_language()}
    choices = {"projects": titles, "level": dict(Application.Level.choices)}
    rows = []
    for name, answer in application.typed.get("answers", {}).items():
        values, words = [answer] if isinstance(answer, str) else answer, choices.get(name, {})
        if name != "consent":
            rows.append(
                (ApplicationForm.base_fields[name].label, ", ".join(str(words.get(each, each)) for each in values))
            )
    return rows


def file_in_words(file: ApplicationFile) -> str:
    return f"{file.original_name} ({file.get_format_display()}, {filesizeformat(file.size)}, SHA-256 {file.sha256})"


def moment(instant: datetime.datetime) -> str:
    return date_format(timezone.localtime(instant), "DATETIME_FORMAT")
