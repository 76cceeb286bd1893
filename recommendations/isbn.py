"""Book numbers: read as people type them, checked and hyphenated as the International ISBN Agency says."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import isbn
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as WrongNumber

from migs_site.base.plain_text import NormalizedCharField

BEFORE = re.compile(r"^ISBN(?:-1[03])?\s*:?\s*", re.IGNORECASE)


def isbn13(text: str) -> str:
    """An ISBN with its hyphens and 13 figures, from one of 13 or of 10 with any hyphens and spaces, or none.

    “ISBN” may stand before it. ValidationError says in a sentence what is wrong with it.
    """
    try:
        return isbn.format(isbn.validate(BEFORE.sub("", text), convert=True))
    except InvalidChecksum as error:
        raise ValidationError(
            _("Enter a valid ISBN. The last digit does not match the others, so one may be mistyped.")
        ) from error
    except WrongNumber as error:
        raise ValidationError(
            _("Enter a valid ISBN: 13 digits, or 10 for older books, as printed on the back of the book.")
        ) from error


def isbn10(number: str) -> str:
    """The same ISBN of 10 figures, with its hyphens; empty for one that begins with 979, which has none."""
    return isbn.format(isbn.to_isbn10(isbn.compact(number))) if number.startswith("978") else ""


class IsbnField(NormalizedCharField):
    """Keeps an ISBN with its hyphens and 13 figures, however it was typed. May be empty."""

    def __init__(self, *args, **options):
        super().__init__(*args, **{"max_length": 17, "blank": True} | options)

    def normalize(self, text):
        return isbn13(text)
