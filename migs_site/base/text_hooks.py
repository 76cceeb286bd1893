"""What apps do with the words of pages, through hooks. What an app refuses in words that editors write:

    @hooks.register("refuse_words")
    def misspelt_names(texts: list[str]) -> list[str]:
        return [_("Write …") for text in texts if …]    # whole sentences

“refuse_quoted_words” asks the same of words that are quoted elsewhere as they stand: titles, statements, names, and
the rows in lists, which are facts. A page type names such fields in ``quoted_fields``.

The forms of all pages ask, and so does the admin before a translation is published. The database does not: what is
right today may name something that is gone tomorrow, and must not stop what runs by itself.

What an app puts into the words of a public page as they are shown:

    @hooks.register("filter_text")
    def with_figures(text: str) -> str: ...

A filter is given text or HTML, whole pages too, and gives it back; what it puts in is safe as HTML and as text.
"""

from collections.abc import Iterator

from modelcluster.models import get_all_child_relations
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamValue

from migs_site.base.field_checks import JointChecks
from migs_site.base.own_addresses import address_error


class WrittenPageForm(JointChecks, WagtailAdminPageForm):
    """The form of every page of the site."""

    def _post_clean(self):
        super()._post_clean()  # where the fields of the model say what is wrong with them: once is enough
        cleaned = {name: value for name, value in self.cleaned_data.items() if name not in self.errors}
        rows = [row for formset in self.formsets.values() for row in formset.forms if row.is_valid()]
        kept = [row.cleaned_data for row in rows if not row.cleaned_data.get("DELETE")]
        quoted = [cleaned.get(name) for name in self.instance.quoted_fields]
        where = None if self.instance.depth else self.parent_page.depth + 1  # a new page does not know yet
        if error := address_error(self.instance, where):
            self.add_error("slug", error)
        for sentence in refusals(list(strings([cleaned, kept])), list(strings([quoted, kept]))):
            self.add_error(None, sentence)


def refusals(texts: list[str], quoted: list[str]) -> list[str]:
    """What is wrong with these texts, in sentences. quoted: those of them that are quoted elsewhere."""
    return answers("refuse_quoted_words", quoted) or answers("refuse_words", texts)


def answers(hook: str, texts: list[str]) -> list[str]:
    return [sentence for refuse in hooks.get_hooks(hook) for sentence in refuse(texts)]


def refusals_of(page) -> list[str]:
    """What is wrong with the texts of a page, saved or not, and of the rows in its lists."""
    lists = [getattr(page, relation.get_accessor_name()).all() for relation in get_all_child_relations(page)]
    rows = [values_of(row) for rows in lists for row in rows]
    quoted = [getattr(page, name) for name in page.quoted_fields]
    return refusals(list(strings([values_of(page), rows])), list(strings([quoted, rows])))


def values_of(record) -> list:
    return [field.value_from_object(record) for field in record._meta.concrete_fields]


def strings(value) -> Iterator[str]:
    """Every text in a value, however deep in blocks and lists."""
    if isinstance(value, StreamValue):
        value = value.get_prep_value()
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings(list(value.values()))
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def filtered(text: str) -> str:
    """The text as readers see it."""
    for text_filter in hooks.get_hooks("filter_text"):
        text = text_filter(text)
    return text
