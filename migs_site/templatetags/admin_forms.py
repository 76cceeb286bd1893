"""What the admin's forms show besides: the names of rows in lists, and the earlier words in a translation."""

import json

from django import template
from wagtail_localize.models import Translation

from migs_site.base.form_rows import row_name
from migs_site.editorial.translating import offer_what_helps

register = template.Library()
register.filter(row_name)


@register.filter
def for_our_translators(props: str, translation: Translation) -> str:
    """What the form is given as JSON, with what our translators can use and without what we refuse."""
    return json.dumps(offer_what_helps(json.loads(props), translation))
