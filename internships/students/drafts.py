"""A draft as the form shows it: what was typed, which files are there, what was refused when it last arrived."""

from dataclasses import dataclass, field

from django.utils.translation import get_language

from internships.models import Application, ApplicationFile
from internships.students.answers import Answers


@dataclass
class Draft:
    """The column ``typed`` and the files of an application in words of Python; without an application, an empty form.

    was_sent: whether somebody has tried to send it, so that what is missing is said. refused: what is to be said beside
    a field until the draft is saved again, because what was refused is gone. replaced: answers of another window.
    """

    answers: Answers = field(default_factory=dict)
    was_sent: bool = False
    refused: dict[str, str] = field(default_factory=dict)
    replaced: Answers = field(default_factory=dict)
    link_mailed_to: str = ""
    files: dict[str, ApplicationFile] = field(default_factory=dict)


def draft_of(application: Application | None) -> Draft:
    if not application:
        return Draft()
    typed, language = application.typed, get_language()
    return Draft(
        answers=typed.get("answers", {}),
        was_sent=typed.get("was_sent", False),
        refused={name: said[language] for name, said in typed.get("refused", {}).items()},
        replaced=typed.get("replaced", {}),
        link_mailed_to=typed.get("link_mailed_to", ""),
        files={file.kind: file for file in application.files.all()},
    )
