"""How links to pages inside rich text become addresses."""

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

# A person's record may have been merged into another, which links to it then mean.
STANDS_FOR = Coalesce("personpage__merged_into__translation_key", "translation_key")


class LivePageLink(PageLinkHandler):
    """Leads to the page in the reader's language, or in another and says so; nowhere while it is not on the site.

    Wagtail's own handler asks the database twice for each link, and links to drafts.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """The opening tags of all links of one text, in one query."""
        chosen = Q(pk__in=[int(attrs["id"]) for attrs in attrs_list])
        pages = Page.objects.annotate(stands_for=STANDS_FOR)
        keys_chosen = pages.filter(chosen).values("stands_for")
        twins = pages.filter(chosen | Q(translation_key__in=keys_chosen)).select_related("locale")
        keys = {page.pk: page.stands_for for page in twins}
        live = {(page.translation_key, page.locale.language_code): page for page in twins if page.live}
        return [cls.opening_tag(live, keys.get(int(attrs["id"]))) for attrs in attrs_list]

    @staticmethod
    def opening_tag(live: dict[tuple, Page], key) -> str:
        language = get_language()
        if (key, language) in live:
            return format_html('<a href="{}">', live[key, language].url)
        other = next((page for (twin_key, _code), page in live.items() if twin_key == key), None)
        return format_html('<a href="{}" hreflang="{}">', other.url, other.locale.language_code) if other else "<a>"
