"""Cleans what strangers and staff type or paste, and refuses characters that nobody can see or that disguise others."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import string_to_ascii

# Marks that turn the direction of the text after them (UAX 9). The plain marks that names in Arabic need are not here.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# What XML has no way to write (XML 1.0, 2.2), and what belongs to no text at all (Unicode 23.7).
NOT_FOR_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
# Left over where text was copied from a PDF or a web page; they say nothing.
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
# What a typesetter or a keyboard puts in the place of plain letters: ﬁ, ﬀ; letters and figures as wide as a 字.
REPLACED = (*range(0xFB00, 0xFB07), *range(0xFF01, 0xFF5F))
SUBSTITUTES = {code: unicodedata.normalize("NFKC", chr(code)) for code in REPLACED}
SPACES = re.compile(rf"[^\S\t\x1f{LINE_ENDS}]+")
UNREADABLE = "\ufffd"  # stands where a letter was lost on the way


def plain_text(value: str) -> None:
    """Refuse characters that cannot be seen or that disguise others; line breaks and tabs are fine here."""
    value = value.replace("\r\n", "\n")  # as browsers send line breaks
    if is_hiding(value):
        raise ValidationError(_("This contains characters that cannot be displayed. Type it in instead of pasting it."))
    if not any(unicodedata.category(character)[0] in "LN" for character in value):
        raise ValidationError(_("Use letters or digits."))


def is_hiding(value: str) -> bool:
    """Whether there are characters in a text that cannot be seen or that disguise others; line ends are fine as \\n."""
    hidden = any(says_nothing(character) for character in value)
    return hidden or bool(NOT_FOR_XML.search(value) or TURNING.search(value))


def says_nothing(character: str) -> bool:
    """Whether a character is a control, one that only its maker's fonts have (private use), or a lost letter."""
    category = unicodedata.category(character)
    return category == "Co" or character == UNREADABLE or (category == "Cc" and character not in "\n\t")


def for_xml(text: str) -> str:
    """The same text without the characters that XML cannot hold."""
    return NOT_FOR_XML.sub("", text)


def readable(text: str) -> str:
    """The same text in one line, without what hides in it: fit to be quoted in a sentence."""
    return " ".join(TURNING.sub("", for_xml(text)).split())


def one_line(value: str) -> None:
    if any(character in LINE_ENDS or character == "\t" for character in value):
        raise ValidationError(_("Enter this on one line."))
    plain_text(value)


def tidy(text: str) -> str:
    """The same text in plain letters, with one space between words: soft hyphens, ligatures and wide letters are gone.

    Line ends and tabs stay, and whatever has to be refused.
    """
    plain = unicodedata.normalize("NFC", text.translate(INVISIBLE).translate(SUBSTITUTES))
    return SPACES.sub(" ", plain).strip(" ")


def slug_of(text: str) -> str:
    """Words as an address has them, with every letter in the letters of ASCII: “Œdipe Đỗ” gives “oedipe-do”."""
    return slugify(string_to_ascii(text))


class TidyCharField(forms.CharField):
    """One line of text without what copying leaves in it."""

    def to_python(self, value):
        return tidy(super().to_python(value))


class NormalizedCharField(models.CharField):
    """A short text of which each has one spelling, however it was typed: ``normalize`` makes it, or refuses it."""

    LONGEST_TYPED = 200

    def normalize(self, text: str) -> str:
        """The one spelling; ValidationError for what can have none. text: tidy, and not empty."""
        raise NotImplementedError

    def clean(self, value, model_instance):
        typed = tidy(self.to_python(value) or "")
        return super().clean(self.normalize(typed) if typed else "", model_instance)

    def formfield(self, **options):
        return super().formfield(**{"form_class": TidyCharField, "max_length": self.LONGEST_TYPED} | options)
