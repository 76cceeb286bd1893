"""What can stand in the audit log. Each app names its actions in a module ``audit_actions``, which is discovered."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise

NAME = re.compile(r"[a-z_]+(\.[a-z_]+)+")
ACTIONS: dict[str, str | Promise] = {}


def register(actions: Mapping[str, str | Promise]) -> None:
    """Add actions: a name with dots, such as “application.downloaded”, and what staff read: _("File downloaded")."""
    for name, label in actions.items():
        if not NAME.fullmatch(name) or name in ACTIONS:
            raise ValueError(f"“{name}” cannot be an action of the audit log, or is one already.")
        ACTIONS[name] = label


def label_of(action: str) -> str:
    """The words for an action; its name for one that the site knows no longer."""
    return str(ACTIONS.get(action, action))
