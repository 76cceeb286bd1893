"""Specimens of the application form, field by field, and of the pages of internships for the style guide."""

import datetime

from django import forms

from internships.models import Application, ApplicationFile, ApplicationLink, InternshipPage
from internships.states import State
from internships.students.fields import DocumentField, EmailField, LineField, LinesField
from internships.students.views.status import context_of
from migs_site.specimens.pages import page
from migs_site.styleguide.registry import register, states
from migs_site.styleguide.samples import page_of
from migs_site.styleguide.words import LONG_EMAIL, LONG_FILE_NAME, LONG_WORD, prose, say, title, words


def sample_error() -> str:
    return say("Write your sample answer.", "Écrivez votre réponse d’exemple.")


def label() -> str:
    return say("Sample question", "Question d’exemple")


def line(**options) -> LineField:
    return LineField(**{"label": label(), "max_length": 150, "if_empty": sample_error()} | options)


def lines(**options) -> LinesField:
    return LinesField(**{"label": label(), "max_length": 1000, "rows": 4, "if_empty": sample_error()} | options)


def email(**options) -> EmailField:
    return EmailField(**{"label": say("Sample e-mail", "Courriel d’exemple"), "if_empty": sample_error()} | options)


def answers() -> list[tuple[str, str]]:
    return [("one", title(2)), ("two", title(16)), ("three", LONG_WORD)]


def one_of(**options) -> forms.ChoiceField:
    standard = {"label": label(), "choices": answers(), "widget": forms.RadioSelect, "error_messages": required()}
    return forms.ChoiceField(**standard | options)


def several_of(**options) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple
    standard = {"label": label(), "choices": answers(), "widget": widget, "error_messages": required()}
    return forms.MultipleChoiceField(**standard | options)


def tick(**options) -> forms.BooleanField:
    return forms.BooleanField(**{"label": words(20), "error_messages": required()} | options)


def required() -> dict[str, str]:
    return {"required": sample_error()}


def document(stored: str = "") -> DocumentField:
    """A file; one of that name is stored already."""
    made = DocumentField(label=say("Sample document", "Document d’exemple"), kind="cv", if_empty=sample_error())
    if stored:
        made.stored = ApplicationFile(
            kind="cv", format="pdf", size=48_000, original_name=stored, uploaded_at=datetime.datetime.now(datetime.UTC)
        )
    return made


def field(made: forms.Field, **sent) -> dict:
    """The field in a form that nobody has sent; or that came with those answers, or with none: sent=None."""
    return {"field": form([made], **sent)["sample_1"]}


def form(fields: list[forms.Field], **sent) -> forms.Form:
    named = {f"sample_{place}": made for place, made in enumerate(fields, start=1)}
    data = {"sample_1": sent["sent"]} if sent.get("sent") is not None else {}
    made = type("SampleForm", (forms.Form,), named)
    return made(data, label_suffix="") if "sent" in sent else made(label_suffix="")


def refused(*fields: forms.Field, of_the_whole: str = "", note: str = "") -> dict:
    """A form that was sent empty."""
    made = form(list(fields), sent=None)
    made.full_clean()
    if of_the_whole:
        made.add_error(None, of_the_whole)
    return {"form": made, "title": say("Not sent yet", "Pas encore envoyé"), "note": note}


def helped(**options) -> LineField:
    return line(help_text=words(12), **options)


FIELDS = [
    *states(
        "django/forms/field.html",
        "form",
        line=lambda: field(line()),
        line_filled=lambda: field(line(), sent=title(9)),
        line_optional=lambda: field(line(required=False)),
        line_with_help=lambda: field(helped()),
        line_with_error=lambda: field(line(), sent=None),
        line_with_help_and_error=lambda: field(helped(), sent=None),
        email_filled=lambda: field(email(), sent=LONG_EMAIL),
        long_label=lambda: field(line(label=title(24), help_text=words(60)), sent=None),
        lines=lambda: field(lines()),
        lines_filled=lambda: field(lines(), sent=f"{words(80)}\n\n{words(20)}"),
        lines_with_error=lambda: field(lines(), sent=None),
        one_of=lambda: field(one_of()),
        one_of_chosen=lambda: field(one_of(), sent="two"),
        one_of_with_error=lambda: field(one_of(), sent=None),
        several_of=lambda: field(several_of(required=False, help_text=words(9))),
        several_of_with_error=lambda: field(several_of(), sent=None),
        tick=lambda: field(tick()),
        tick_ticked=lambda: field(tick(), sent="on"),
        tick_with_error=lambda: field(tick(), sent=None),
    ),
    *states(
        "django/forms/file_field.html",
        "form",
        default=lambda: field(document()),
        with_error=lambda: field(document(), sent=None),
        stored=lambda: field(document(stored="sample.pdf")),
        stored_with_a_long_name=lambda: field(document(stored=LONG_FILE_NAME)),
    ),
    *states(
        "django/forms/field_notes.html",
        "answer",
        help=lambda: field(helped()),
        error=lambda: field(line(), sent=None),
        help_and_error=lambda: field(helped(), sent=None),
        empty=lambda: field(line()),
    ),
    *states(
        "components/error_summary.html",
        "main",
        one=lambda: refused(line()),
        many=lambda: refused(line(), email(), one_of(), tick(), document(), note=words(12)),
        of_the_whole=lambda: refused(line(), of_the_whole=words(16)),
        long=lambda: refused(*[line(if_empty=words(30)) for _ in range(9)], note=words(60)),
    ),
]


def internship(length: int, **fields) -> dict:
    texts = {name: prose(1, length) for name in ("who", "when", "projects_text", "documents_text")}
    made = page_of(InternshipPage, title=title(max(1, length // 20)), introduction=words(length), **texts, **fields)
    return {"page": made}


def application(state: str, offer: InternshipPage | None = None, **fields) -> dict:
    """What the page of an application that was sent shows; nothing of it is stored."""
    now = datetime.datetime(2030, 1, 2, 15, 4, tzinfo=datetime.UTC)
    made = Application(reference="SAMP-LE23", state=state, received_at=now, email=LONG_EMAIL, **fields)
    facts = {"size": 48_000, "sha256": "0123456789abcdef" * 4, "format": "pdf", "pages": 3}
    files = [
        (ApplicationFile(kind=kind, original_name=LONG_FILE_NAME, **facts), [words(9)], state == State.RECEIVED)
        for kind in ApplicationFile.Kind.values
    ]
    given = context_of(made, token="sample", link=ApplicationLink(mailed_to=LONG_EMAIL), offer=offer)  # noqa: S106 (it opens nothing)
    return given | {"files": files, "reply_days": 20, "kept_until": datetime.date(2030, 7, 9)}


PAGES = [
    *page(
        "internships/internship_page.html",
        many_words=lambda: internship(120, contact_name=title(9), contact_email=LONG_EMAIL),
        few_words=lambda: internship(3, is_open=False),
    ),
    *page(
        "internships/status.html",
        received=lambda: application(State.RECEIVED, offer=internship(30, contact_email=LONG_EMAIL)["page"]),
        offer=lambda: application(State.OFFER, answer_by=datetime.date(2030, 1, 9)),
        withdrawn=lambda: application(State.WITHDRAWN),
    ),
]

register(900, FIELDS)
register(1000, PAGES)
