"""Faults that are injected on purpose, and what was counted meanwhile. A family of faults is a module here.

Each module has FAMILY, the heading of its part, and outcomes(), which injects its faults one after the other:

    FAMILY = "Database"

    def outcomes() -> Iterator[Outcome]:
        yield Outcome("PostgreSQL restarted", "pg_ctl restart after 5 s", "every page answered", lost=0)

WAITS = True stands in one that mostly waits, and so disturbs no other beside it.
"""

import pkgutil
from importlib import import_module
from types import ModuleType
from typing import NamedTuple


class Outcome(NamedTuple):
    """fault and injected: what happened, and how. counted: what was seen, with figures. lost: of what was promised."""

    fault: str
    injected: str
    counted: str
    lost: int


class NotHere(Exception):
    """This machine cannot inject a fault; the words say what it lacks. The rest of the family is left out."""


def families() -> dict[str, ModuleType]:
    """The modules of this folder that have a family, by their names."""
    names = [module.name for module in pkgutil.iter_modules(__path__) if module.name != "__main__"]
    found = {name: import_module(f"{__name__}.{name}") for name in names}
    return {name: module for name, module in found.items() if hasattr(module, "FAMILY")}
