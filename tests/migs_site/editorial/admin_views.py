"""Every address of the admin, from the URL resolver, and what each view reads behind the “?”.

Nothing is listed by hand but what the arguments of addresses stand for: an argument that is not known here stops the
tests, so that a new view is looked at as soon as it is there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import ClassVar

from django.db import models, transaction
from django.http import QueryDict
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, get_resolver
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import get_page_models

ADMIN = "admin/"
ON_PURPOSE = {"wagtailadmin_error_test"}  # fails so that staff can see what a failure looks like
ANYTHING = "^.*/$"  # Wagtail's own 404

NAMED = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^()]*\)")
UNNAMED = re.compile(r"\((\w+)\|[^()]*\)|\(\\d\+\)")


class ReadQueryDict(QueryDict):
    """Notes which parameters a view reads, also from its copies."""

    read: ClassVar[set[str]] = set()

    def __getitem__(self, key):
        self.read.add(key)
        return super().__getitem__(key)

    def __contains__(self, key):
        self.read.add(key)
        return super().__contains__(key)

    def get(self, key, default=None):
        self.read.add(key)
        return super().get(key, default)

    def getlist(self, key, default=None):
        self.read.add(key)
        return super().getlist(key, default)


class NotingHandler(ClientHandler):
    def get_response(self, request):
        request.GET = ReadQueryDict(request.META["QUERY_STRING"])
        return super().get_response(request)


class Reader(Client):
    """A browser that knows what the view has read, leaves nothing behind, and reads files to their end."""

    def __init__(self, user):
        super().__init__(raise_request_exception=False)
        self.handler = NotingHandler(enforce_csrf_checks=False)
        self.force_login(user)

    def ask(self, path: str, query: dict | None = None):
        ReadQueryDict.read.clear()
        with transaction.atomic():
            response = self.get(path, query or {})
            response.read = set(ReadQueryDict.read)
            response.body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        return response


@dataclass(frozen=True)
class AdminView:
    name: str
    route: str
    callback: object = field(compare=False)

    @property
    def arguments(self) -> list[str]:
        return [named or grouped for named, grouped in NAMED.findall(self.route)]

    @property
    def model(self) -> type[models.Model] | None:
        options = getattr(self.callback, "view_initkwargs", {})
        found = options.get("model") or getattr(getattr(self.callback, "view_class", None), "model", None)
        return found if isinstance(found, type) else None

    def address(self, values: dict) -> str:
        filled = NAMED.sub(lambda found: str(values[found[1] or found[2]]), self.route)
        filled = UNNAMED.sub(lambda found: found[1] or str(values["page_id"]), filled)
        return "/" + re.sub(r"[\^$\\]", "", filled)


def admin_views() -> list[AdminView]:
    [admin] = [found for found in get_resolver().url_patterns if str(found.pattern) == ADMIN]
    found = [
        AdminView(name, route, pattern.callback)
        for pattern, name, route in flat(admin.url_patterns, "", ADMIN)
        if name not in ON_PURPOSE and not route.endswith(ANYTHING)
    ]
    return list(dict.fromkeys(found))


def flat(patterns, namespace: str, route: str) -> Iterator[tuple[URLPattern, str, str]]:
    for each in patterns:
        here = route + str(each.pattern)
        if isinstance(each, URLPattern):
            yield each, f"{namespace}{each.name}", here
        else:
            yield from flat(each.url_patterns, f"{namespace}{each.namespace}:" if each.namespace else namespace, here)


def addresses(view: AdminView, examples: dict) -> list[str]:
    """One address, or one for each kind of page, setting or action that the view serves."""
    kinds = next((kinds for names, kinds in KINDS.items() if list(names) == view.arguments[: len(names)]), None)
    rows = [dict(zip(view.arguments, kind, strict=False)) for kind in kinds()] if kinds else [{}]
    return list(dict.fromkeys(view.address(values_for(view, examples) | row) for row in rows))


def values_for(view: AdminView, examples: dict) -> dict:
    own = {"pk": key_of(view.model)} if view.model else {}
    return examples | examples.get(view.name, {}) | own


def key_of(model: type[models.Model]):
    return model._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 1


def page_types() -> list[tuple[str, str]]:
    return [(model._meta.app_label, model._meta.model_name) for model in get_page_models()]


def bulk_actions() -> list[tuple[str, str, str]]:
    bulk_action_registry._scan_for_bulk_actions()
    found = chain.from_iterable(
        [(app, model, action) for model, actions in by_model.items() for action in actions]
        for app, by_model in bulk_action_registry.actions.items()
    )
    return list(found)


def settings_models() -> list[tuple[str, str]]:
    return [(model._meta.app_label, model._meta.model_name) for model in settings_registry]


# What stands first in an address, and all that can stand there; the longest first.
KINDS = {
    ("app_label", "model_name", "action"): bulk_actions,
    ("app_label", "model_name", "pk"): lambda: [("people", "organization")],
    ("app_label", "model_name", "object_id"): lambda: [("wagtailcore", "page")],
    ("app_label", "model_name"): page_types,
    ("content_type_app_name", "content_type_model_name"): page_types,
    ("app_name", "model_name"): settings_models,
}
