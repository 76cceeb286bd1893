"""The specimens of the style guide: each shows one component in one state, and each app registers its own."""

import functools
import sys
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.template.loader import get_template
from django.utils.module_loading import autodiscover_modules
from django.utils.safestring import SafeString
from wagtail.blocks import Block


class Specimen(NamedTuple):
    template: str
    state: str
    inputs: Callable[[], dict]
    # Where it stands: templates/styleguide/specimen.html knows each place. "document" is a page of its own.
    place: str

    @property
    def address(self) -> str:
        """The last part of its address: components/portrait/picture."""
        return f"{self.template.removesuffix('.html')}/{self.state}"

    def render(self, request=None) -> SafeString:
        """What the template makes of these inputs and of nothing else, in the active language.

        Only a whole page is given the request, as the site's own views do.
        """
        return get_template(self.template).render(self.inputs(), request if self.place == "document" else None)


def states(template: str, place: str = "content", /, **inputs: Callable[[], dict]) -> list[Specimen]:
    """A component in several states; each is named as its argument, with hyphens."""
    return [Specimen(template, state.replace("_", "-"), given, place) for state, given in inputs.items()]


def states_of_block(block: Block, place: str = "content", /, **values: Callable) -> list[Specimen]:
    """A block of the editor: first as the chooser previews it, then with other values, each in a state of its own."""

    def inputs(value):
        return lambda: {"value": block.normalize(value()) if value else block.get_preview_value()}

    contexts = {"preview": inputs(None)} | {state: inputs(value) for state, value in values.items()}
    return states(f"blocks/{block.name}.html", place, **contexts)


_registry: dict[str, tuple[int, Specimen]] = {}


def register(order: int, specimens: Iterable[Specimen]) -> None:
    """Show specimens at that place of the index: 100, 200, …, as in Wagtail's menus.

    ValueError: another specimen has the address already.
    """
    for specimen in specimens:
        if specimen.address in _registry:
            raise ValueError(f"Two specimens have the address {specimen.address}.")
        _registry[specimen.address] = (order, specimen)


@functools.cache
def all_specimens() -> dict[str, Specimen]:
    """Every specimen by its address, in the order of the index: those of one template stand together.

    The modules ``specimens`` of all apps are read at the first call, as Django reads their ``admin``.
    """
    # Given where they register, Django forgets what a module that fails has registered: a second try says the same.
    autodiscover_modules("specimens", register_to=sys.modules[__name__])
    in_order = [specimen for _order, specimen in sorted(_registry.values(), key=lambda pair: pair[0])]
    templates = list(dict.fromkeys(specimen.template for specimen in in_order))
    in_order.sort(key=lambda specimen: templates.index(specimen.template))
    return {specimen.address: specimen for specimen in in_order}
