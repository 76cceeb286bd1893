"""From an email to a draft that its applicant completes and sends: until then staff do not see it again."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext as _

from internships.documents.files import Document, store
from internships.erasure.services import erase
from internships.models import Application, ApplicationFile, Erasure, ImportedMail
from internships.staff.arriving.reading import ArrivedMail
from internships.staff.letters.variables import facts_for
from migs_site.audit.services import record
from migs_site.outbox.messages import in_frame
from migs_site.outbox.models import MARKER
from migs_site.outbox.services import queue_mail


class Known(Exception):
    """The same email was put in before."""

    def __init__(self, imported: ImportedMail):
        super().__init__(str(imported.pk))
        self.imported = imported


class Settled(Exception):
    """Somebody else has confirmed or discarded it meanwhile."""


def known(sha256: str) -> ImportedMail | None:
    return ImportedMail.objects.select_related("application", "by").filter(sha256=sha256).first()


def take_in(*, mail: ArrivedMail, documents: Mapping[str, Document], by) -> ImportedMail:
    """Store a draft with its files. Raises Known where the email was put in before, OSError without room."""
    try:
        with transaction.atomic():
            application = Application.objects.create(
                language=mail.language, arrived_by=Application.Arrival.EMAIL, typed=typed(mail.name, mail.email)
            )
            # Unique: whoever puts in the same email at the same moment waits here until we commit.
            imported = ImportedMail.objects.create(sha256=mail.sha256, application=application, by=by)
            for document in documents.values():
                store(document, application=application)
    except IntegrityError as error:
        if not (before := known(mail.sha256)):
            raise
        raise Known(before) from error
    return imported


def typed(name: str, email: str) -> dict:
    """As the form keeps what was typed."""
    return {"answers": {"name": name, "email": email}}


@transaction.atomic
def confirm(*, imported: ImportedMail, name: str, email: str, language: str, kinds: Mapping[str, str], by) -> None:  # noqa: PLR0913 (each is named where it is called)
    """Send the applicant the link to the draft, once. kinds: of each file, by its kind until now. Raises Settled."""
    application = held(imported)
    application.language, application.typed, application.saved_at = language, typed(name, email), Now()
    application.save(update_fields=["language", "typed", "saved_at"])
    exchange(application, kinds)
    ImportedMail.objects.filter(pk=imported.pk).update(confirmed_at=Now())
    queue_mail(
        key=f"internships.imported:{application.pk}",
        message=invitation(application, email),
        about=application,
        created_by=by,
    )
    record(action="application.mail_imported", about=application, by=by)


def held(imported: ImportedMail) -> Application:
    """The draft, held until the end of the transaction. Raises Settled unless it still waits for staff."""
    application = Application.objects.select_for_update().filter(pk=imported.application_id).first()
    if not application or not ImportedMail.objects.filter(pk=imported.pk, confirmed_at=None).exists():
        raise Settled
    return application


def exchange(application: Application, kinds: Mapping[str, str]) -> None:
    """Give files other kinds, of which there is one each at any moment."""
    changed = {file.pk: kinds.get(file.kind, file.kind) for file in application.files.all()}
    for place, number in enumerate(changed):
        ApplicationFile.objects.filter(pk=number).update(kind=f"moving-{place}")
    for number, kind in changed.items():
        ApplicationFile.objects.filter(pk=number).update(kind=kind)


def invitation(application: Application, email: str):
    """Without the sender's own words: nobody has proved yet whose address it is."""
    facts = facts_for([])
    with translation.override(application.language):
        words = _(
            "We received an application by email. So that it can be considered, please check it, complete it and send "
            "it on this page:\n\n%(link)s\n\nIt is kept there for 14 days. If you did not apply, ignore this email.\n\n"
            "Questions: %(contact)s"
        ) % {"link": MARKER, "contact": facts.contact(application.language)}
        subject = _("Please complete your application")
    reply_to = facts.reply_to(application.language)
    options = {"reply_to": reply_to} if reply_to else {}
    return in_frame(words, subject=subject, to=email, language=application.language, **options)


@transaction.atomic
def discard(*, imported: ImportedMail, by) -> None:
    """Erase a draft that nobody was told of. Raises Settled."""
    erase(held(imported), why=Erasure.Why.STAFF, by=by)
