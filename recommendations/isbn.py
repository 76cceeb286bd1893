"""Book numbers, as the International ISBN Agency's Users' Manual defines them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def validate_isbn13(text: str) -> None:
    """Refuse what is not an ISBN of 13 figures, hyphens or spaces allowed, whose last figure checks the others."""
    figures = text.replace("-", "").replace(" ", "")
    if len(figures) != 13 or not figures.isascii() or not figures.isdigit() or figures[:3] not in {"978", "979"}:
        raise ValidationError(
            _("An ISBN has 13 figures and begins with 978 or 979: copy it from the back of the book.")
        )
    if check_digit(figures[:12]) != figures[12]:
        raise ValidationError(_("The last figure of this ISBN does not match the others: look for a mistyped figure."))


def check_digit(first_twelve: str) -> str:
    """The 13th figure: with weights 1 and 3 in turn, it makes the sum a multiple of ten."""
    total = sum(int(figure) * (3 if place % 2 else 1) for place, figure in enumerate(first_twelve))
    return str(-total % 10)
