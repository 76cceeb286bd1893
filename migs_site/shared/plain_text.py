"""Refuses characters that nobody can see or that disguise others, in what strangers and staff type or paste."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Marks that turn the direction of the text after them (UAX 9). The plain marks that names in Arabic need are not here.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


def plain_text(value: str) -> None:
    """Refuse characters that cannot be seen or that disguise others; line breaks and tabs are fine here."""
    value = value.replace("\r\n", "\n")  # as browsers send line breaks
    hidden = any(unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t" for character in value)
    if hidden or TURNING.search(value):
        raise ValidationError(_("This contains characters that cannot be shown. Type it again without copying."))
    if not any(unicodedata.category(character)[0] in "LN" for character in value):
        raise ValidationError(_("Write this in letters."))


def one_line(value: str) -> None:
    if any(character in LINE_ENDS or character == "\t" for character in value):
        raise ValidationError(_("Write this on one line."))
    plain_text(value)
