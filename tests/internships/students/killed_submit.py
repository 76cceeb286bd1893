"""A process of its own that takes an application in; the test kills it half-way. Argument: a project."""

import io
import sys

import django

django.setup()

from django.core.files.base import File  # noqa: E402 (Django has to be ready first)

from internships.documents.files import check_upload  # noqa: E402 (as above)
from internships.models import PrivacyNotice  # noqa: E402 (as above)
from internships.students.services import submit_application  # noqa: E402 (as above)
from tests.internships.forms import CV, LETTER, SAMPLE  # noqa: E402 (as above)

CONTENTS = {"cv": CV, "writing_sample": SAMPLE, "cover_letter": LETTER}
submit_application(
    form_key="the key of a form",
    answers={
        "language": "en",
        "name": "Camille",
        "email": "camille@example.org",
        "institution": "McGill",
        "programme": "History",
        "level": "masters",
        "availability": "May",
        "notice_id": PrivacyNotice.of(language="en", text="Yes", months={}).pk,
    },
    projects=[int(sys.argv[1])],
    documents={kind: check_upload(kind=kind, upload=File(io.BytesIO(c), kind)) for kind, c in CONTENTS.items()},
    drafts={},
)
