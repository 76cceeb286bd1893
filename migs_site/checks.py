"""Conventions of this project as system checks: `manage.py check` names what a page type lacks."""

from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connection
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from wagtail.models import Page, PageViewRestriction, get_page_models

from migs_site.base.pages import SitePage
from migs_site.sealing import WrongKeys, read_identities, read_recipients


def page_types() -> list[type[Page]]:
    """The page types of this project, in a steady order."""
    ours = [model for model in get_page_models() if model is not Page]
    return sorted(ours, key=lambda model: model._meta.label)


@register()
def page_types_are_whole(app_configs, **kwargs) -> list[Warning]:
    return [
        Warning(f"{model._meta.label} {problem}", obj=model, id="migs_site.W001")
        for model in page_types()
        for problem in problems(model)
    ]


def problems(model: type[Page]) -> list[str]:
    """What a page type lacks, as the ends of sentences that begin with its name."""
    own = vars(model)
    facts = {
        "does not inherit from SitePage.": not issubclass(model, SitePage),
        "does not say below which pages it may stand (parent_page_types).": "parent_page_types" not in own,
        "does not say which pages may stand below it (subpage_types).": "subpage_types" not in own,
        "adds no field to search_fields.": len(model.search_fields) <= len(SitePage.search_fields),
        "has no panels of its own.": "content_panels" not in own,
        "has no verbose_name.": "verbose_name" not in model._meta.original_attrs,
        f"has no template {model.template}.": not template_exists(model.template),
    }
    return [problem for problem, is_so in facts.items() if is_so]


def template_exists(name: str) -> bool:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


@register()
def private_keys_open_what_arrives(app_configs, **kwargs) -> list[Error | Warning]:
    """Where files of applications are to be opened; a process without FILE_IDENTITIES only stores them."""
    if not settings.FILE_IDENTITIES:
        return []
    try:
        identities = read_identities(settings.FILE_IDENTITIES)
    except WrongKeys as error:
        return [Error(str(error), hint="Correct FILE_IDENTITIES or the file.", id="migs_site.E003")]
    found = []
    if not {str(each.to_public()) for each in identities} & set(map(str, read_recipients(settings.FILE_RECIPIENTS))):
        message = "No private key in FILE_IDENTITIES belongs to FILE_RECIPIENTS: staff cannot open what arrives now."
        found.append(Warning(message, hint="Add the key that belongs to it to the file.", id="migs_site.W002"))
    if Path(settings.FILE_IDENTITIES).stat().st_mode & 0o077:
        message = f"Others than its owner may read {settings.FILE_IDENTITIES}, which holds private keys."
        found.append(Warning(message, hint="chmod 600", id="migs_site.W003"))
    return found


@register(Tags.database)
def no_page_is_private(app_configs, databases=None, **kwargs) -> list[Error]:
    """What went past the refusal (migs_site/signals.py), in SQL or in a backup, would promise what no page keeps."""
    if not databases or PageViewRestriction._meta.db_table not in connection.introspection.table_names():
        return []
    number = PageViewRestriction.objects.count()
    message = f"{number} pages are marked as private, but the site shows every live page to everybody."
    hint = "Unpublish them, then delete the rows of wagtailcore_pageviewrestriction."
    return [Error(message, hint=hint, id="migs_site.E002")] if number else []
