"""Saves drafts and sends them. A draft and its application are one row: nothing is copied, and nothing half done."""

import logging
from contextlib import suppress
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from internships.documents.files import Document, put_in_place
from internships.models import Application, ApplicationLink, InternshipPage
from internships.places import take_place
from internships.states import Actor, ImpossibleMove, State, move
from internships.students.answers import Answers, merge
from internships.students.drafts import draft_of
from internships.students.forms import ApplicationForm
from internships.students.links import LIFETIME, find, hash_of, is_same_address, keep_links, signed_part, was_erased
from internships.students.mail import queue
from internships.students.opening import form_of
from internships.students.presenting import presenting
from internships.students.standing import may_replace
from internships.students.uploads import NO_ROOM, Sentence, in_each_language
from migs_site.database_functions import call

logger = logging.getLogger(__name__)

READ_ALREADY = _("We have begun to read your application, so its files cannot be replaced any more.")
ADDRESS = ApplicationForm.base_fields["email"]
MOST_LOST = 5  # links that are mailed to one address at once, those of the newest applications
COLUMNS = ("name", "email", "institution", "programme", "level", "availability", "message")


class AlreadySent(Exception):
    """The draft has been received; it is the application now."""


class NotFound(Exception):
    """No live link leads to an application."""


class Erased(NotFound):
    """One did, and what was there has been erased: nothing new begins at this address."""


@dataclass(frozen=True)
class Sent:
    """What came with a form. was_sent: None leaves it as it was."""

    language: str
    answers: Answers
    was_seen: str = ""
    taken: dict[str, Document] = field(default_factory=dict)
    refused: dict[str, Sentence] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    was_sent: bool | None = None
    flags: tuple[str, ...] = ()


def save_draft(*, token: str, sent: Sent) -> Application:
    """Keep all that came with a form, in a new draft where the token leads to none. Raises AlreadySent, NotFound.

    Of two at once the second waits and then finds what the first has stored. A file for which there is no room is
    refused as others are: with a sentence, beside everything else that is kept.
    """
    with presenting(token):
        application = locked_or_new(token, sent.language).application
        if application.state != State.DRAFT:
            raise AlreadySent
        application.files.filter(kind__in=sent.removed).delete()
        refused = sent.refused | place(sent.taken, application)
        before = application.typed
        kept, replaced = merge(before.get("answers", {}), sent.answers, sent.was_seen)
        was_sent = before.get("was_sent", False) if sent.was_sent is None else sent.was_sent
        application.typed = {"answers": kept, "was_sent": was_sent, "refused": refused, "replaced": replaced}
        application.flags = sorted({*application.flags, *sent.flags})
        application.language, application.saved_at = sent.language, Now()
        application.save(update_fields=["typed", "flags", "language", "saved_at"])
        keep_links(application)
    return application


def place(documents: dict[str, Document], application: Application) -> dict[str, Sentence]:
    """Store files that were taken; the sentence for each for which there was no room."""
    refused = {}
    for kind, document in documents.items():
        try:
            put_in_place(document, application)
        except OSError:
            logger.exception("There was no room for a file of an application.")
            refused[kind] = in_each_language(ValidationError(NO_ROOM, params={"name": document.name}))
    return refused


def locked_or_new(token: str, language: str) -> ApplicationLink:
    """As `locked`; where a token that we have made leads to nothing yet, to a new draft."""
    try:
        return locked(token)
    except Erased:
        raise
    except NotFound:
        if signed_part(token) is None:
            raise
    try:
        with transaction.atomic():
            application = Application(language=language)
            # First, since it is the right to the other. Unique: whoever opens the same draft at the same moment waits
            # here until we commit.
            link = ApplicationLink.objects.create(
                application=application, token_hash=hash_of(token), expires_at=Now() + LIFETIME
            )
            application.save(force_insert=True)
            return link
    except IntegrityError:
        return locked(token)


def locked(token: str) -> ApplicationLink:
    """The link of a token; its application is changed by nobody else until the transaction ends. Raises NotFound."""
    link = find(token)
    application = link and Application.objects.select_for_update().filter(pk=link.application.pk).first()
    if not link or not application:
        raise Erased if was_erased(token) else NotFound
    link.application = application
    return link


def address_if_right(*, token: str, offer: InternshipPage) -> str:
    """The e-mail address of a draft that can be received; nothing of one with mistakes. Raises NotFound."""
    with presenting(token):
        link = find(token)
        if not link:
            raise NotFound
        form = form_of(draft_of(link.application), offer=offer)
        return form.cleaned_data["email"] if is_right(link, form) else ""


def is_right(link: ApplicationLink, form: ApplicationForm) -> bool:
    """Whether a draft can be received. At one that was only saved, as in another window, nobody has looked yet."""
    return link.application.state == State.DRAFT and form.draft.was_sent and form.is_valid()


def send_draft(*, token: str, offer: InternshipPage, is_mailed: bool = True) -> None:
    """Receive a draft whose answers are right, and queue its first e-mail: all, or nothing. Raises NotFound.

    One with mistakes stays a draft, as does one for which the last place was taken at this moment; one that was
    received before stays as it is.
    """
    with suppress(ValidationError), presenting(token):
        link = locked(token)
        form = form_of(draft_of(link.application), offer=offer)
        if is_right(link, form):
            receive(link, form, is_mailed=is_mailed)


def receive(link: ApplicationLink, form: ApplicationForm, *, is_mailed: bool) -> None:
    """Give the answers their columns, and take the application on. ValidationError: there is no place any more."""
    application, answers = link.application, form.cleaned_data
    projects, code = answers.get("projects", []), answers.get("late_code", "")
    take_place(application=application, projects=projects, is_open=form.offer.is_open, typed_code=code)
    for name in COLUMNS:
        setattr(application, name, answers[name])
    application.notice, application.typed = form.notice.store(), {}
    application.flags = sorted({*application.flags, *([] if is_mailed else ["mailbox_full"])})
    application.save(update_fields=[*COLUMNS, "notice", "typed", "flags"])
    application.projects.set(projects)
    move(application=application, to=State.RECEIVED, actor=Actor.APPLICANT)
    keep_links(application)
    if is_mailed and not confirm_address(link):
        queue("received", application, to=application.email)


def address_to_mail(*, token: str) -> str:
    """The e-mail address in a draft; nothing where it cannot be one, which is then said beside it. Raises NotFound."""
    with presenting(token):
        application = locked(token).application
        if application.state != State.DRAFT:  # sent at this moment, in another window
            return ""
        try:
            return ADDRESS.clean(application.typed.get("answers", {}).get("email", ""))
        except ValidationError as error:
            application.typed["refused"]["email"] = in_each_language(error)
            application.save(update_fields=["typed"])
    return ""


def mail_draft_link(*, token: str, email: str) -> None:
    """Mail a link to a draft. Raises NotFound."""
    with presenting(token):
        application = locked(token).application
        if application.state == State.DRAFT:
            application.typed["link_mailed_to"] = email
            application.save(update_fields=["typed"])
            queue("draft", application, to=email)


def mail_links_to(email: str) -> None:
    """Mail new links to what somebody has begun or sent with an address, each to the address as it is written there."""
    found = Application.objects.of_address(email)  # type: ignore[attr-defined]  # a QuerySet’s manager
    newest = found.values_list("pk", flat=True)[:MOST_LOST]
    with transaction.atomic():
        # Locked, so that none is erased at this moment: its mail would stay.
        for application in Application.objects.select_for_update().filter(pk__in=list(newest)).order_by("pk"):
            typed = application.typed.get("answers", {}).get("email", "")
            queue("lost", application, to=application.email or ADDRESS.clean(typed))


def replace_file(*, token: str, document: Document) -> None:
    """Put a file in the place of one that was sent. Raises NotFound, OSError, and ImpossibleMove once it is read."""
    with presenting(token):
        link = locked(token)
        if not may_replace(link.application, document.kind):
            raise ImpossibleMove(READ_ALREADY)
        put_in_place(document, link.application)
        confirm_address(link)


def confirm_address(link: ApplicationLink) -> bool:
    """Believe that the address of an application is its student's, who acts there through a link that it was sent.

    The receipt follows, once. Inside the caller's transaction, which has locked the application. Whether it was so.
    """
    application = link.application
    is_theirs = is_same_address(link.mailed_to, application.email)
    if is_theirs and not application.email_confirmed_at and call("internships_confirm_address"):
        queue("receipt", application, to=application.email)
    return is_theirs
