"""The internship page, and applications with their files."""

import hashlib
import io
import uuid
from datetime import timedelta

from django.core.files.base import File
from django.db import connection, transaction
from django.utils import timezone

from internships.documents.files import Document, store
from internships.models import (
    Application,
    ApplicationFile,
    Assignment,
    Criterion,
    Decision,
    ImportedMail,
    InternshipPage,
    InternshipSettings,
    LateCode,
    Note,
    PrivacyNotice,
    Recusal,
    Review,
    Round,
    Score,
    StateChange,
)
from internships.states import move
from internships.students.links import make_link
from migs_site.models import ProjectPage
from tests.factories import outbox
from tests.factories.pages import add, home_page, project_page
from tests.internships import samples

State, Actor = Application.State, StateChange.Actor
SENT = [(Actor.APPLICANT, State.RECEIVED)]
REVIEWED = [*SENT, (Actor.STAFF, State.IN_REVIEW)]
OFFERED = [*REVIEWED, (Actor.STAFF, State.OFFER)]
WAYS = {
    State.DRAFT: [],
    State.RECEIVED: SENT,
    State.IN_REVIEW: REVIEWED,
    State.INTERVIEW: [*REVIEWED, (Actor.STAFF, State.INTERVIEW)],
    State.OFFER: OFFERED,
    State.ACCEPTED: [*OFFERED, (Actor.APPLICANT, State.ACCEPTED)],
    State.DECLINED: [*OFFERED, (Actor.APPLICANT, State.DECLINED)],
    State.NOT_SELECTED: [*REVIEWED, (Actor.STAFF, State.NOT_SELECTED)],
    State.WITHDRAWN: [*SENT, (Actor.APPLICANT, State.WITHDRAWN)],
}


def internship_page(parent=None, **fields) -> InternshipPage:
    fields = {
        "title": "Internships",
        "introduction": "Work with us.",
        "who": "<p>Students.</p>",
        "when": "<p>All year.</p>",
        "projects_text": "<p>Two projects.</p>",
        "documents_text": "<p>Three documents.</p>",
        "contact_name": "Alex Example",
        "contact_email": "interns@example.org",
        "notice_collector": "The information comes from you alone.",
        "notice_purposes": "To consider your application.",
        "notice_readers": "Those who coordinate internships.",
        "notice_optional": "Only the message is optional.",
        "notice_rights": "You can see, correct and take back what you sent.",
        "notice_outside_quebec": "It stays in Quebec.",
        "consent_text": "You may read my files.",
        "received_text": '<p>We answer in two weeks. <a href="https://example.org/faq">Questions</a></p>',
    } | fields
    return add(parent or home_page(), InternshipPage(**fields))


def offer(**fields) -> InternshipPage:
    """An internship page with one project that takes interns, “Will to Intervene”."""
    project_page(takes_interns=True)
    return internship_page(**fields)


def application(**fields) -> Application:
    """Received, with its three files, small PDFs, and without projects; ``state`` takes it further by staff’s moves."""
    state = fields.pop("state", State.RECEIVED)
    made = draft(**fields)
    for kind in ApplicationFile.Kind.values:
        application_file(made, kind=kind, original_name=f"{kind}.pdf", content=samples.pdf(kind))
    return taken_to(made, state)


def notice(text: str = "You may read my files.", language: str = "en", **months: int) -> PrivacyNotice:
    """months: what it says, by state, of how long an application is kept."""
    return PrivacyNotice.of(language=language, text=text, months=months)


def internship_settings(**fields) -> InternshipSettings:
    return InternshipSettings.objects.update_or_create(pk=1, defaults=fields)[0]


def project(title: str = "Will to Intervene", **fields) -> ProjectPage:
    return project_page(title=title, takes_interns=True, **fields)


def round_of(*projects: ProjectPage, opens: float = -7, closes: float = 7, **fields) -> Round:
    """A round of projects; opens, closes: in how many days from now."""
    now = timezone.now()
    times = {"opens_at": now + timedelta(days=opens), "closes_at": now + timedelta(days=closes)}
    made = Round.objects.create(**{"name_en": "Spring", "name_fr": "Printemps"} | times | fields)
    made.projects.set(projects)
    return made


def late_code(of: Round, *, expires: float = 1, **fields) -> LateCode:
    """expires: in how many days from now."""
    return LateCode.objects.create(round=of, expires_at=timezone.now() + timedelta(days=expires), **fields)


def draft(**fields) -> Application:
    """Whose columns are filled already, and without files."""
    fields = {
        "language": "en",
        "name": "Camille Tremblay",
        "email": "camille@example.org",
        "institution": "McGill University",
        "programme": "History",
        "level": "masters",
        "availability": "From May, two days a week.",
    } | fields
    fields.setdefault("notice", notice())
    return Application.objects.create(**fields)


def taken_to(application: Application, state: str) -> Application:
    for actor, to in WAYS[state]:
        move(application=application, to=to, actor=actor)
    return application


def timed(application: Application, **times) -> Application:
    """With times that the database keeps itself, such as ``received_at``; no rule looks meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Application.objects.filter(pk=application.pk).update(**times)
        cursor.execute("SET LOCAL session_replication_role = origin")
    application.refresh_from_db()
    return application


def application_file(application: Application | None = None, **fields) -> ApplicationFile:
    """A CV in PDF, in place of one that is there; without an application, of a draft."""
    application = application or draft()
    content = fields.pop("content", samples.pdf())
    facts = {"kind": "cv", "format": "pdf", "name": fields.pop("original_name", "my cv.pdf")} | fields
    document = Document(content=File(io.BytesIO(content)), sha256=hashlib.sha256(content).hexdigest(), **facts)
    with transaction.atomic():
        application.files.filter(kind=facts["kind"]).delete()
        return store(document, application=application)


def criterion(**fields) -> Criterion:
    return Criterion.objects.create(**{"name_en": "Writing", "name_fr": "Écriture"} | fields)


def assignment(application: Application, reviewer, **fields) -> Assignment:
    return Assignment.objects.create(application=application, reviewer=reviewer, **fields)


def review(application: Application, reviewer, *values: int, **fields) -> Review:
    """A score for each criterion in use, in their order; without any, “maybe” alone."""
    fields = {"recommendation": Review.Recommendation.MAYBE} | fields
    made = Review.objects.create(application=application, reviewer=reviewer, **fields)
    for asked, value in zip(Criterion.objects.filter(is_active=True), values, strict=False):
        Score.objects.create(review=made, criterion=asked, value=value)
    return made


def recusal(application: Application, person, **fields) -> Recusal:
    return Recusal.objects.create(application=application, person=person, **{"reason": "My student."} | fields)


def note(application: Application, author, **fields) -> Note:
    return Note.objects.create(application=application, author=author, **{"text": "Called back."} | fields)


def decision(application: Application, *, to: str = State.IN_REVIEW, by=None) -> Decision:
    """Staff have taken a received application further, with a letter that waits."""
    change = move(application=application, to=to, actor=Actor.STAFF, by=by)
    about = f"internships.application:{application.pk}"
    mail = outbox.mail(f"internships.decision:{change.pk}", about=about)
    return Decision.objects.create(change=change, batch=uuid.uuid4(), mail=mail)


def link(application: Application, **fields) -> str:
    """The token of a new link to it, such as is mailed."""
    return make_link(application, **fields)


def imported_mail(**fields) -> ImportedMail:
    """An email that staff have put in and not confirmed yet."""
    fields = {"sha256": hashlib.sha256(b"mail").hexdigest(), "application": draft(arrived_by="email")} | fields
    return ImportedMail.objects.create(**fields)
