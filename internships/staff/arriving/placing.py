"""Which attachment goes to which of the three places, by name; each is checked as what comes with the form is."""

import re
import unicodedata
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from internships.documents.files import Document, check_upload
from internships.models import ApplicationFile, InternshipPage
from internships.staff.arriving.reading import Attachment
from migs_site.base.documents import plain_name

Kind = ApplicationFile.Kind
WORDS = {
    Kind.CV: {"cv", "resume", "curriculum", "vitae"},
    Kind.COVER_LETTER: {"cover", "letter", "lettre", "motivation", "presentation"},
    Kind.WRITING_SAMPLE: {"writing", "sample", "essay", "paper", "thesis", "texte", "echantillon", "travail", "essai"},
}


@dataclass
class Proposal:
    """placed: by kind. refused: the name of each other attachment, and why."""

    placed: dict[str, Document] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)


def propose(attachments: list[Attachment]) -> Proposal:
    """First what says by its name what it is, then the rest in the places that are left."""
    page = InternshipPage.objects.live().order_by("pk").first()
    most_pages, proposal, good = page.most_pages if page else None, Proposal(), []
    for each in attachments:
        if each.content is None:
            continue
        try:
            good.append(check_upload(kind="", upload=each.content, most_pages=most_pages))
        except ValidationError as error:
            proposal.refused.append((plain_name(each.name), " ".join(map(str, error.messages))))
    for document in sorted(good, key=lambda document: kind_by_name(document.name) is None):
        place(document, proposal)
    not_looked_at = [plain_name(each.name) for each in attachments if each.content is None]
    reason = _("Not looked at: the email has more than 10 attachments.")
    proposal.refused += [(name, reason) for name in not_looked_at]
    return proposal


def place(document: Document, proposal: Proposal) -> None:
    by_name = kind_by_name(document.name)
    free = [kind for kind in Kind.values if kind not in proposal.placed]
    kind = by_name if by_name in free else next(iter(free), None)
    if kind:
        proposal.placed[kind] = Document(**vars(document) | {"kind": kind})
    else:
        proposal.refused.append((document.name, _("Left out: all three places are taken.")))


def kind_by_name(name: str) -> str | None:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = set(re.findall(r"[a-z]+", plain))
    return next((kind for kind, known in WORDS.items() if words & known), None)
