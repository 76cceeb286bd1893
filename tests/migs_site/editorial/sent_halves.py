"""Forms of the admin as they are sent in a hurry: with nothing in them, with half of what they need, or mistyped."""

from collections.abc import Iterator

from bs4 import BeautifulSoup
from django.db import transaction
from django.forms import BaseForm, BaseFormSet
from wagtail.blocks import BlockField

LEFT_ALONE = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS", "-id", "-ORDER", "-DELETE")
TYPED = {"text", "number", "url", "email", "date", "tel"}
PUBLISH = {"action-publish": "action-publish"}


def forms_in(response) -> Iterator[BaseForm | BaseFormSet]:
    """Every form and list of forms that a view gave its template, and those inside of them."""
    seen = set()
    waiting = [value for layer in response.context or [] for value in getattr(layer, "dicts", [layer])]
    waiting = [value for layer in waiting if isinstance(layer, dict) for value in layer.values()]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list | tuple) and each and isinstance(each[0], BaseForm | BaseFormSet):
            waiting += each
        if id(each) in seen or not isinstance(each, BaseForm | BaseFormSet):
            continue
        seen.add(id(each))
        yield each
        waiting += list(getattr(each, "formsets", {}).values())
        waiting += list(each.forms) if isinstance(each, BaseFormSet) else []


def refused(response) -> dict[str, list[str]]:
    """What a view refused, by the name of the input; what stands at none, by the prefix of its form."""
    found = {}
    for each in forms_in(response):
        if isinstance(each, BaseFormSet):
            if each.is_bound and each.non_form_errors():
                found[f"{each.prefix}:"] = list(each.non_form_errors())
        elif each.is_bound:
            for name, errors in each.errors.items():
                found[each.add_prefix(name) if name in each.fields else f"{each.prefix or ''}:"] = list(errors)
    return found


class SentForm:
    """A form that staff have opened, and the values that stand in it."""

    def __init__(self, response):
        self.values, self.typed = {}, []
        fields = {name for form in forms_in(response) if isinstance(form, BaseForm) for name in names(form)}
        for form in BeautifulSoup(response.content, "html.parser").find_all("form", method=["post", "POST"]):
            if {tag.get("name") for tag in form.find_all(["input", "textarea", "select"])} & fields:
                self.read(form, fields)
                break
        for form in forms_in(response):
            for name, field in form.fields.items() if isinstance(form, BaseForm) else ():
                if isinstance(field, BlockField):
                    self.values[f"{form.add_prefix(name)}-count"] = "0"

    def read(self, form, fields: set[str]) -> None:
        for tag in form.find_all(["input", "textarea", "select"]):
            name, kind = tag.get("name"), tag.get("type", "text")
            if not name or tag.has_attr("disabled") or "__prefix__" in name or kind in ("submit", "button", "file"):
                continue
            if kind in ("checkbox", "radio") and not tag.has_attr("checked"):
                continue
            self.values[name] = value_of(tag)
            is_typed = tag.name != "input" or kind in TYPED or (kind == "hidden" and name in fields)
            if (
                is_typed
                and name in fields
                and not name.endswith(LEFT_ALONE)
                and not tag.has_attr("data-draftail-input")
            ):
                self.typed.append(name)

    def halves(self) -> dict[str, dict[str, str]]:
        """What is changed in each way to send it, of what is filled in."""
        filled = [name for name in self.typed if self.values[name]]
        return {
            "empty": dict.fromkeys(filled, ""),
            "first": dict.fromkeys(filled[::2], ""),
            "second": dict.fromkeys(filled[1::2], ""),
            "mistyped": dict.fromkeys(filled[::2], "") | dict.fromkeys(filled[1::2], "?"),
        }


def names(form: BaseForm) -> list[str]:
    return [form.add_prefix(name) for name in form.fields]


def value_of(tag) -> str:
    if tag.name == "textarea":
        return (tag.string or "").removeprefix("\n")
    if tag.name == "select":
        chosen = tag.find("option", selected=True) or tag.find("option")
        return chosen.get("value", chosen.text) if chosen else ""
    return tag.get("value", "on" if tag.get("type") == "checkbox" else "")


def unmarked(opened, refused: dict[str, list[str]]) -> list[str]:
    """Of what was refused, the inputs that bore no star when the form was opened, and no sentence on it said why."""
    page = BeautifulSoup(opened.content, "html.parser")
    starred = {mark.find_parent("label")["for"] for mark in page.select("label[for] .w-required-mark")}
    said = " ".join(page.get_text(" ").split())
    ids = {name: page.find(attrs={"name": name, "id": True}) for name in refused}
    return [
        name
        for name, sentences in refused.items()
        if not (ids[name] and ids[name]["id"] in starred) and not all(sentence in said for sentence in sentences)
    ]


def send(client, address: str, values: dict):
    """Sent, read, and taken back."""
    with transaction.atomic():
        response = client.post(address, values | PUBLISH)
        response.refused = refused(response) if response.status_code == 200 else {}
        transaction.set_rollback(True)
    return response
