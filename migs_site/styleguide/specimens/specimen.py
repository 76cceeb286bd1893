"""One component in one state."""

from collections.abc import Callable
from typing import NamedTuple

from django.template.loader import get_template
from django.utils.safestring import SafeString


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


def states(template: str, place: str = "matter", /, **inputs: Callable[[], dict]) -> list[Specimen]:
    """A component in several states; each is named as its argument, with hyphens."""
    return [Specimen(template, state.replace("_", "-"), given, place) for state, given in inputs.items()]
