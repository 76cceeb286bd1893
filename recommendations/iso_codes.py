"""Countries, languages and currencies by their ISO codes, named in the reader's language as Unicode's CLDR has them."""

from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency
from django.utils.translation import get_language

from people.sorting import sort_key

# CLDR names these too; they are no countries of ISO 3166-1.
NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}
# CLDR names these too; ISO 639-1 has withdrawn them.
NO_LANGUAGES = {"sh", "tw"}
OUR_LANGUAGES = ["en", "fr"]
CURRENCIES = ["CAD", "USD", "EUR", "GBP", "CHF", "AUD", "NZD", "RWF", "ZAR"]


def reader() -> Locale:
    return Locale.parse(get_language() or "en", sep="-")


def country_name(code: str) -> str:
    """The country of an ISO 3166-1 code of two letters; the code itself where it is not known."""
    return reader().territories.get(code, code)


def language_name(code: str) -> str:
    """The language of an ISO 639-1 code; the code itself where it is not known."""
    return reader().languages.get(code, code)


def price_in_words(amount: Decimal, currency: str) -> str:
    """An amount with its ISO 4217 code, so that no dollar is taken for another: 32.95 CAD, 32,95 CAD."""
    return format_currency(amount, currency, format="#,##0.00\xa0¤¤", locale=reader())


def country_choices() -> list[tuple[str, str]]:
    """Every country, in the order of its names."""
    names = reader().territories.items()
    return in_order({code: name for code, name in names if len(code) == 2 and code not in NO_COUNTRIES})


def language_choices() -> list[tuple[str, str]]:
    """Every language of ISO 639-1: the site's own first, then the others in the order of their names."""
    names = {code: name for code, name in reader().languages.items() if len(code) == 2 and code not in NO_LANGUAGES}
    ours = [(code, names.pop(code)) for code in OUR_LANGUAGES]
    return ours + in_order(names)


def currency_choices() -> list[tuple[str, str]]:
    return [(code, f"{code}, {reader().currencies[code]}") for code in CURRENCIES]


def in_order(names: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(names.items(), key=lambda named: sort_key(named[1]))
