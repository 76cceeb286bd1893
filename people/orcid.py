"""Numbers that identify researchers, as ORCID gives them: an ISNI whose last character checks the others."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import isni
from stdnum.exceptions import ValidationError as WrongNumber

PREFIXES = ("https://orcid.org/", "http://orcid.org/", "orcid.org/")


def bare(text: str) -> str:
    """What is left of an iD that was copied as an address."""
    text = text.strip()
    prefix = next((prefix for prefix in PREFIXES if text.lower().startswith(prefix)), "")
    return text[len(prefix) :].strip("/")


def validate_orcid(text: str) -> None:
    try:
        isni.validate(bare(text))
    except WrongNumber:
        raise ValidationError(
            _("This is no ORCID iD: copy its sixteen figures from the person’s page on orcid.org.")
        ) from None


def plain_orcid(text: str) -> str:
    """An iD as it is printed, 0000-0002-1825-0097, from any spelling of it; what is no iD comes back as it is."""
    return isni.format(bare(text)).replace(" ", "-") if isni.is_valid(bare(text)) else text
