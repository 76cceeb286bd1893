"""Secret addresses of applications. Whoever has one may do what the student may; the database knows only its SHA-256.

A form that is opened gets its address before anything is stored. Such a token is signed with its day, so that an
address of ours that was never used is told from one that is wrong, or whose draft is gone.
"""

import base64
import hashlib
import secrets
from datetime import timedelta
from hmac import compare_digest
from urllib.parse import urljoin

from django.conf import settings
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from internships.models import DRAFTS_KEPT, Application, ApplicationLink, ErasedLink

LIFETIME = DRAFTS_KEPT + timedelta(days=1)  # of the link of a draft, whose last day counts to its end
DAY = 24 * 60 * 60
RANDOM, DAYS, SIGNATURE = 17, 2, 14  # bytes, 33 together: 44 letters, none of which pads the others


def new_token() -> str:
    """The token of a form that is opened now."""
    body = secrets.token_bytes(RANDOM) + today().to_bytes(DAYS)
    return base64.urlsafe_b64encode(body + signature(body)).decode()


def is_unused(token: str) -> bool:
    """Whether we made a token, with nothing there, so lately that no draft of it can have been erased for its age."""
    body = signed_part(token)
    is_young = body is not None and 0 <= today() - int.from_bytes(body[RANDOM:]) < DRAFTS_KEPT.days
    links, erased = (
        model.objects.filter(token_hash=hash_of(token)).values("token_hash") for model in (ApplicationLink, ErasedLink)
    )
    return is_young and not links.union(erased).exists()


def was_erased(token: str) -> bool:
    """Whether a token led to what somebody has erased; a draft that was only left lying is none of it."""
    return ErasedLink.objects.filter(token_hash=hash_of(token)).exists()


def signed_part(token: str) -> bytes | None:
    """None for what `new_token` has not made."""
    try:
        whole = base64.urlsafe_b64decode(token.encode("ascii"))
    except ValueError:
        return None
    body, signed = whole[: RANDOM + DAYS], whole[RANDOM + DAYS :]
    is_ours = len(whole) == RANDOM + DAYS + SIGNATURE and compare_digest(signed, signature(body))
    return body if is_ours and base64.urlsafe_b64encode(whole).decode() == token else None


def signature(body: bytes) -> bytes:
    return salted_hmac("internships.students.links", body, algorithm="sha256").digest()[:SIGNATURE]


def today() -> int:
    return int(timezone.now().timestamp()) // DAY


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def find(token: str) -> ApplicationLink | None:
    """The live link of a token, with its application."""
    return ApplicationLink.objects.live().select_related("application").filter(token_hash=hash_of(token)).first()


def make_link(application: Application, *, mailed_to: str = "") -> str:
    """The token of a new link, which is in no database: good as long as the draft, or as the application is there."""
    token = secrets.token_urlsafe(RANDOM + DAYS + SIGNATURE)
    expires_at = application.saved_at + LIFETIME if application.state == Application.State.DRAFT else None
    ApplicationLink.objects.create(
        application=application, token_hash=hash_of(token), expires_at=expires_at, mailed_to=mailed_to
    )
    return token


def is_same_address(one: str, other: str) -> bool:
    """Whether two e-mail addresses are one but for capitals; “straße.de” and “strasse.de” are two people’s."""
    return bool(one) and (one == other or (one.isascii() and one.lower() == other.lower()))


def keep_links(application: Application) -> None:
    """A draft that was saved is kept from now on; an application that was received, as long as it is there."""
    is_draft = application.state == Application.State.DRAFT
    application.links.update(expires_at=Now() + LIFETIME if is_draft else None)


def path_of(token: str, name: str = "application", language: str | None = None) -> str:
    with translation.override(language or translation.get_language()):
        return reverse(f"internships:{name}", args=[token])


def address_of(token: str, language: str, name: str = "application") -> str:
    """For a mail."""
    return urljoin(settings.BASE_URL, path_of(token, name, language))
