"""Changes of progress as an Atom feed (RFC 4287), for news readers and programs."""

import datetime
import uuid
from collections.abc import Iterable
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext

from migs_site.base.plain_text import for_xml
from migs_site.base.text_hooks import filtered

NEWEST = 100


class ProgressFeed(Atom1Feed):
    """Says when the newest entry changed; of a feed without entries, when its page did."""

    def latest_post_date(self) -> datetime.datetime:
        changed = [item["updateddate"] for item in self.items]
        return max(changed, default=self.feed["page_changed_at"])


def feed(*, title: str, page, entries: Iterable, address: str, about: str) -> HttpResponse:
    """A feed of the newest changes. address: its own. about: the page that shows the same to people."""
    site, introduction = page.get_site(), for_xml(filtered(page.introduction))
    made = ProgressFeed(
        title=for_xml(title),
        link=urljoin(settings.BASE_URL, about),
        description=introduction,
        subtitle=introduction or None,
        language=f"{get_language()}-CA",
        feed_url=urljoin(settings.BASE_URL, address),
        feed_guid=urljoin(settings.BASE_URL, address),
        author_name=for_xml((site and site.site_name) or settings.WAGTAIL_SITE_NAME),
        page_changed_at=page.last_published_at or page.latest_revision_created_at,
    )
    for entry in entries:
        made.add_item(
            title=for_xml(entry_title(entry)),
            link=urljoin(settings.BASE_URL, f"{entry.about.url}#entry-{entry.pk}"),
            description=for_xml(render_to_string("recommendations/feed_entry.html", {"entry": entry})),
            pubdate=entry.first_published_at,
            updateddate=entry.last_published_at,
            unique_id=uuid.uuid5(entry.identity, get_language()).urn,
            categories=[str(entry.status_label)] if entry.status else (),
        )
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)


def entry_title(entry) -> str:
    """Number and status; for an outcome that belongs to a whole set, the name of the set."""
    words = {"set": entry.set_title, "status": entry.status_label}
    if entry.recommendation:
        return gettext("%(set)s, no. %(number)s: %(status)s") % (words | {"number": entry.recommendation.number})
    return gettext("%(set)s: outcome reported") % words
