"""Numbers that identify researchers, as ORCID gives them: an ISNI whose last character checks the others."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import isni
from stdnum.exceptions import ValidationError as WrongNumber

from migs_site.base.plain_text import NormalizedCharField

# “(https://www.orcid.org/0000-0002-1825-0097/?lang=fr).”, “ORCID iD: 0000 0002 1825 0097”
BEFORE = r"(?:(?:orcid(?: id)?(?!\.)|id)\s*:?\s*)?(?:(?:https?://)?(?:www\.)?orcid\.org/)?"
AROUND = " .,;:()<>[]"  # what a sentence or a mail puts about an address
COPIED = re.compile(rf"{BEFORE}(?P<number>[^/?#]*)(?:[/?#].*)?", re.IGNORECASE)


class OrcidField(NormalizedCharField):
    """An ORCID iD as it is printed, 0000-0002-1825-0097, from any spelling of it or its address. May be empty."""

    def __init__(self, *args, **options):
        super().__init__(*args, **{"max_length": 19, "blank": True} | options)

    def normalize(self, text):
        found = COPIED.fullmatch(re.sub("[\u2010-\u2015]", "-", text.strip(AROUND)))
        try:
            return isni.format(isni.validate(found["number"])).replace(" ", "-")
        except WrongNumber:
            raise ValidationError(
                _("Enter a valid ORCID iD: the 16 digits shown on the person’s page on orcid.org.")
            ) from None
