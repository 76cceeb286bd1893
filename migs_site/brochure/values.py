"""Turns what the YAML file says into what a model field or a StreamField block stores."""

import json
import re
import uuid

from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock

from migs_site.brochure.source import Entry

NAMESPACE = uuid.UUID("6f0c7a52-2f0e-5c5e-9d5b-0d1f3a6b8c11")


def identity(*parts: object) -> uuid.UUID:
    """The same identifier for the same entry on every machine and in every run."""
    return uuid.uuid5(NAMESPACE, "/".join(map(str, parts)))


class Unexpected(Exception):
    """A value that does not fit; the loader adds file and line."""


class Values:
    """Conversions that need to look up other entries: ``page(key)`` and ``record(model, slug)`` give instances."""

    def __init__(self, page, record):
        self.page = page
        self.record = record

    def for_field(self, field: models.Field, value, place: str):
        """What to assign to a model field; ``place`` names the field within the whole file, for block identifiers."""
        if isinstance(field, models.ForeignKey):
            is_page = issubclass(field.related_model, Page)
            return self.page(value) if is_page else self.record(field.related_model, value)
        if isinstance(field, StreamField):
            block = field.stream_block
            stream = block.to_python(self.for_block(block, value, place))
            return block.clean(stream)
        if isinstance(field, RichTextField):
            return self.rich_text(value)
        return field.clean(value, None)

    def for_block(self, block: blocks.Block, value, place: str):
        """The stored form of a block's value."""
        if isinstance(block, blocks.StreamBlock):
            return [self.for_stream_child(block, part, f"{place}.{at}") for at, part in enumerate(expect(list, value))]
        if isinstance(block, blocks.ListBlock):
            return [
                {
                    "type": "item",
                    "id": str(identity(place, at)),
                    "value": self.for_block(block.child_block, part, f"{place}.{at}"),
                }
                for at, part in enumerate(expect(list, value))
            ]
        if isinstance(block, blocks.StructBlock):
            parts = expect(Entry, value)
            return {
                name: self.for_block(child_of(block, name), part, f"{place}.{name}") for name, part in parts.items()
            }
        if isinstance(block, blocks.PageChooserBlock):
            return self.page(value).pk
        if isinstance(block, SnippetChooserBlock):
            return self.record(block.target_model, value).pk
        if isinstance(block, ImageChooserBlock):
            raise Unexpected("pictures are chosen in the admin, not in this file")
        if isinstance(block, blocks.RichTextBlock):
            return self.rich_text(value)
        return value

    def for_stream_child(self, block: blocks.StreamBlock, part, place: str) -> dict:
        if len(expect(Entry, part)) != 1:
            raise Unexpected("expected one block a line, as in “- heading: …”")
        [(name, value)] = part.items()
        return {
            "type": name,
            "id": str(identity(place)),
            "value": self.for_block(child_of(block, name), value, place),
        }

    def rich_text(self, html) -> str:
        """HTML whose links to entries, <a page="book">, become Wagtail's own."""
        return re.sub(
            r'<a page="([^"]+)">',
            lambda match: f'<a linktype="page" id="{self.page(match[1]).pk}">',
            expect(str, html),
        )


def child_of(block, name: str) -> blocks.Block:
    if name not in block.child_blocks:
        raise Unexpected(f"there is no block “{name}”: expected one of {', '.join(block.child_blocks)}")
    return block.child_blocks[name]


def expect(kind: type, value):
    names = {list: "a list", Entry: "a mapping", str: "text"}
    if not isinstance(value, kind):
        raise Unexpected(f"expected {names[kind]}, found {json.dumps(value, default=str)[:60]}")
    return value


def sentence(error: ValidationError) -> str:
    """What a validation says, in one line; StreamField errors hold others inside."""
    inner = getattr(error, "block_errors", None) or getattr(error, "non_block_errors", None)
    if inner:
        parts = inner.items() if isinstance(inner, dict) else enumerate(inner)
        return "; ".join(f"{name}: {sentence(part)}" for name, part in parts if part)
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return "; ".join(sentence(part) for part in getattr(error, "data", [error]) if part is not error) or str(error)
