"""Records whose few words must never be out of step carry both languages in one row: name_en and name_fr.

Pages are translated with wagtail-localize instead; docs/decisions/0003 says where the line runs.
"""

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from migs_site.base.field_checks import FieldCheck


class Bilingual:
    """Reads <name>_fr for a French reader and <name>_en for everybody else; the English where no French is given.

    Only names that are the same in both languages may leave the French empty.
    """

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        language = "fr" if (get_language() or "en").startswith("fr") else "en"
        return getattr(instance, f"{self.name}_{language}") or getattr(instance, f"{self.name}_en")


def both_languages(name: str) -> FieldCheck:
    """Refuse a row that has the words <name> in one language only."""
    english, french = {f"{name}_en": ""}, {f"{name}_fr": ""}
    return FieldCheck(
        mended_in=(f"{name}_en", f"{name}_fr"),
        condition=Q(**english, **french) | (~Q(**english) & ~Q(**french)),
        name=f"%(app_label)s_%(class)s_{name}_both",
        violation_error_message=_("Fill in both languages, or leave both empty."),
    )
