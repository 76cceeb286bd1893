"""Names that visitors' machines give to files, made fit to be shown."""

import re
import unicodedata

LONGEST = 120


def plain_name(name: str) -> str:
    """The last part of a file's name without characters that hide or turn others; long names lose their middle."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(" " if character.isspace() else character for character in last if is_shown(character))
    shown = " ".join(unicodedata.normalize("NFC", shown).split())
    if len(shown) > LONGEST:
        shown = f"{shown[: LONGEST - 21]}…{shown[-20:]}"
    return shown or "?"


def is_shown(character: str) -> bool:
    """Neither a control nor a format character (bidirectional marks are among these), nor half a character."""
    return character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
