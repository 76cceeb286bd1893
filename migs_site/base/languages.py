"""Which of the site's languages a browser asks for."""

from django.conf import settings
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header


def browser_language(request) -> str:
    """The first language the browser asks for that the site has; otherwise the default one.

    Only addresses that name no language may ask: “/” and the addresses printed on paper.
    """
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
