"""An application with a word of its own in every place that could keep one."""

from django.conf import settings
from procrastinate.contrib.django import app
from wagtail.log_actions import log

from internships.models import (
    Application,
    ApplicationLink,
    Assignment,
    Criterion,
    Note,
    Recusal,
    Review,
    Score,
)
from internships.states import Actor, State, move
from migs_site.audit.models import reference_to
from migs_site.audit.services import record
from tests.dumps import dump, files_under
from tests.factories import accounts, internships, outbox, pages
from tests.internships import samples

ANSWERS = {
    "name": "Camille Plantée",
    "email": "planted-address@example.org",
    "institution": "Planted University",
    "programme": "Planted History",
    "availability": "A planted month.",
    "message": "A planted message.",
}
IN_FILE, OF_FILE, REASON = "planted in a CV", "planted name.pdf", "A planted reason."
NOTE, COMMENT, RECUSAL = "A planted note.", "A planted comment.", "A planted recusal."
SUBJECT, BODY, HISTORY = "A planted subject", "A planted body", "A planted label"
WORDS = [*ANSWERS.values(), IN_FILE, OF_FILE, REASON, NOTE, COMMENT, RECUSAL, SUBJECT, BODY, HISTORY]


def planted_application() -> Application:
    """In review, with a mail sent and one waiting, a link, jobs, and an entry in Wagtail's history."""
    person = accounts.user("planted-coordinator@example.org", groups=["Internship coordinators"])
    application = internships.application(**ANSWERS, reference="PLNT-ED99")
    application.projects.add(pages.project_page())
    internships.application_file(application, content=samples.pdf(IN_FILE), original_name=OF_FILE)
    move(application=application, to=State.IN_REVIEW, actor=Actor.STAFF, by=person, reason=REASON)
    link = ApplicationLink.objects.create(application=application, token_hash="planted")
    Note.objects.create(application=application, author=person, text=NOTE)
    Assignment.objects.create(application=application, reviewer=person)
    review = Review.objects.create(application=application, reviewer=person, recommendation="yes", comment=COMMENT)
    criterion = Criterion.objects.create(name_en="Writing", name_fr="Écriture")
    Score.objects.create(review=review, criterion=criterion, value=5)
    Recusal.objects.create(application=application, person=accounts.user("recused@example.org"), reason=RECUSAL)
    mail = {"to": [ANSWERS["email"]], "subject": SUBJECT, "body": BODY, "html": f"<p>{BODY}</p>"}
    outbox.mail("planted-1", about=reference_to(application), **mail)
    outbox.sent_mail("planted-2", about=reference_to(application), **mail)
    log(application, "wagtail.edit", title=HISTORY, data={"words": HISTORY})
    log(link, "wagtail.edit")
    app.configure_task("internships.tasks.scan_file").defer(file_id=str(application.pk))
    record(action="audit.exported", about=application, by=person)
    return application


def found() -> list[str]:
    """The words that are anywhere in the database or below DATA_DIR."""
    everything = dump() + files_under(settings.DATA_DIR)
    return [word for word in [*WORDS, "PLNT-ED99"] if word.encode() in everything]
