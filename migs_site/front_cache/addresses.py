"""Which addresses web machines are told of: those of pages that left the site, and those that show what has changed."""

import datetime
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.db.models.functions import Now
from django.urls import reverse
from wagtail.models import Page, Site, get_page_models

TWO_MINUTES = datetime.timedelta(minutes=2)
MOST_AT_ONCE = 50  # pages that are looked at as just published


def addresses_of(pages: Iterable[list]) -> list[str]:
    """Where pages were: what a trigger has written down of each, its number, type, locale and place in the tree."""
    homes = {home.locale_id: home for home in home_pages()}
    found = []
    for pk, content_type_id, locale_id, url_path in pages:
        home = homes.get(locale_id)
        if home and url_path.startswith(home.url_path):
            model = ContentType.objects.get_for_id(content_type_id).model_class() or Page
            page = model(pk=pk, locale_id=locale_id, content_type_id=content_type_id, title="")
            found += [path_below(home, url_path) + part.lstrip("/") for part in page.get_cached_paths()]
        found.append(f"/id/{pk}")
    return found


def around(paths: Iterable[str]) -> list[str]:
    """The pages above these, home pages first: the lists and menus that quote a page."""
    parts = [path.split("/")[:-2] for path in paths if path.endswith("/")]
    above = {"/".join(words[:depth]) + "/" for words in parts for depth in range(2, len(words) + 1)}
    return sorted(above, key=lambda path: path.count("/"))


def changed_addresses() -> list[str]:
    """What was published in the last two minutes, the pages above it, the home pages, and what names all pages."""
    recent = Page.objects.live().filter(last_published_at__gte=Now() - TWO_MINUTES).order_by("-last_published_at")
    paths = paths_of(recent[:MOST_AT_ONCE])
    return [*paths, *around(paths), *paths_of(home_pages()), *without_a_page()]


def every_address() -> list[str]:
    """All that is kept for as long as the site is down; of pages the upper ones first."""
    pages = Page.objects.live().filter(depth__gt=1).order_by("depth", F("last_published_at").desc(nulls_last=True))
    return [*paths_of(pages), *without_a_page()]


def without_a_page() -> list[str]:
    """What names pages and is none: the sitemap, and the files, feeds and lists below a page that answers more."""
    models = [model for model in get_page_models() if model.get_cached_paths is not Page.get_cached_paths]
    pages = [page for model in models for page in model.objects.live()]
    places = [(path, page.get_cached_paths()) for page in pages for path in paths_of([page])]
    return [reverse("sitemap"), *(path + part.lstrip("/") for path, parts in places for part in parts if part != "/")]


def paths_of(pages: Iterable[Page]) -> list[str]:
    homes = {home.locale_id: home for home in home_pages()}
    placed = ((homes.get(page.locale_id), page.url_path) for page in pages)
    return [path_below(home, place) for home, place in placed if home and place.startswith(home.url_path)]


def path_below(home: Page, url_path: str) -> str:
    return f"/{home.locale.language_code}/{url_path.removeprefix(home.url_path)}"


def home_pages() -> list[Page]:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    key = site and site.root_page.translation_key
    return list(Page.objects.filter(translation_key=key).select_related("locale"))
