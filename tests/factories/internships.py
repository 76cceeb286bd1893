"""The internship page, and applications with their files."""

import hashlib
import io

from django.core.files.base import File
from django.db import transaction

from internships.files import Document, store
from internships.models import Application, ApplicationFile, InternshipPage
from tests.factories.pages import add, home_page, project_page
from tests.internships import samples


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
        "consent_text": "You may read my files.",
        "received_text": '<p>We answer in two weeks. <a href="https://example.org/faq">Questions</a></p>',
    } | fields
    return add(parent or home_page(), InternshipPage(**fields))


def offer(**fields) -> InternshipPage:
    """An internship page with one project that takes interns, “Will to Intervene”."""
    project_page(takes_interns=True)
    return internship_page(**fields)


def application(**fields) -> Application:
    """Without files or projects."""
    fields = {
        "language": "en",
        "name": "Camille Tremblay",
        "email": "camille@example.org",
        "institution": "McGill University",
        "programme": "History",
        "level": "masters",
        "availability": "From May, two days a week.",
        "consent_text": "You may read my files.",
    } | fields
    fields.setdefault("fingerprint", hashlib.sha256(fields["name"].encode()).hexdigest())
    return Application.objects.create(**fields)


def application_file(application: Application | None = None, **fields) -> ApplicationFile:
    """A CV in PDF; without an application, one that is held for a form."""
    content = fields.pop("content", samples.pdf())
    facts = {"kind": "cv", "format": "pdf", "name": fields.pop("original_name", "my cv.pdf")} | fields
    document = Document(content=File(io.BytesIO(content)), sha256=hashlib.sha256(content).hexdigest(), **facts)
    with transaction.atomic():
        return store(document, application=application)
