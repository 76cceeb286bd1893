"""What search engines are told about: every live page, in each language."""

from functools import reduce
from operator import or_

from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page


class LivePages(Sitemap):
    """Wagtail's own sitemap stops at the default language."""

    def items(self):
        roots = self.get_wagtail_site().root_page.get_translations(inclusive=True)
        below = reduce(or_, (Page.objects.descendant_of_q(root, inclusive=True) for root in roots))
        return Page.objects.filter(below).live().order_by("path")
