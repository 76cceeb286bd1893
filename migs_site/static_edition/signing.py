"""Whose signature counts on this site."""

import tempfile
from pathlib import Path

from django.conf import settings

from migs_site.static_edition.listing import WrongEdition, allowed_signers, check_signature


def our_signers() -> str:
    """The public half of our key, as ssh-keygen -Y verify reads it; empty where there is none."""
    key = Path(f"{settings.STATIC_EDITION_KEY}.pub")
    return allowed_signers(key.read_text()) if settings.STATIC_EDITION_KEY and key.is_file() else ""


def check_signed_by_us(edition: Path, signers: str = "") -> None:
    """Raises WrongEdition unless an edition is signed: by our key, or by those in a file of signers."""
    ours = "" if signers else our_signers()
    if not signers and not ours:
        raise WrongEdition("Nothing says whose signature counts: give --signers, or set STATIC_EDITION_KEY.")
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(ours)
        file.flush()
        check_signature(edition, signers or file.name)
