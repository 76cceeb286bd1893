"""The form in which a page is translated."""

import json

from django import template
from wagtail_localize.models import Translation

from migs_site.editorial.translation_forms import offer_what_helps

register = template.Library()


@register.filter
def for_our_translators(props: str, translation: Translation) -> str:
    """What the form is given as JSON, with what our translators can use and without what we refuse."""
    return json.dumps(offer_what_helps(json.loads(props), translation))
