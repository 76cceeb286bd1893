"""The primary page: the English one, with which the facts that both languages show are stored (docs/decisions/0002)."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy
from wagtail.models import Page

CHOOSE_PRIMARY = gettext_lazy("Choose the English page of “%(title)s”. The French page will follow.")


def primary() -> Q:
    """Primary pages, for a filter of pages of any type."""
    return Q(locale__language_code=settings.LANGUAGE_CODE)


def is_primary(page: Page) -> bool:
    """Whether a page is the primary one; a query where its locale has not been fetched."""
    return page.locale.language_code == settings.LANGUAGE_CODE


def primary_id(page: Page) -> models.Subquery:
    """The number of a page's primary page, for a filter of the facts that are stored with it; no query of its own.

    One number, which PostgreSQL looks up first, lets it go straight to the rows; a join with all pages does not.
    """
    pages = Page.objects.filter(primary(), translation_key=page.translation_key)
    return models.Subquery(pages.order_by().values("pk"))


def of_type(model: type[Page]) -> Q:
    """Pages of a type and no other, for a filter: PostgreSQL then reads these alone, which others may outnumber by far.

    As exact_type(), whose first use in each process asks the database for the number of the type.
    """
    types = ContentType.objects.filter(app_label=model._meta.app_label, model=model._meta.model_name)
    return Q(content_type=models.Subquery(types.values("pk")))


def of_primary(name: str, model: type[Page] = Page) -> Coalesce:
    """A field of each page's primary page, for a filter or an order in one query; its own where it has none.

    The order of the menu, and what is in it, is the same in both languages: that of the primary pages. model: the type
    that has the field.
    """
    pages = model.objects.filter(primary(), translation_key=models.OuterRef("translation_key"))
    return Coalesce(models.Subquery(pages.order_by().values(name)), models.F(name))


def refuse_translations(row: models.Model, *names: str) -> None:
    """Refuse a row whose foreign keys, by name, lead to pages that are not primary, beside each of them."""
    pages = {name: getattr(row, name) for name in names if getattr(row, f"{name}_id")}
    errors = {name: CHOOSE_PRIMARY % {"title": page.title} for name, page in pages.items() if not is_primary(page)}
    if errors:
        raise ValidationError(errors)
