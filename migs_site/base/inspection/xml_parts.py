"""Reads a part as XML, element by element, without ever following what it refers to."""

from collections.abc import Callable, Iterable
from xml.parsers import expat

from .targets import where_to
from .verdicts import Refused

Element = Callable[[str, dict[str, str]], None]
Word = Callable[[str], None]
NOT_XML = (expat.ExpatError, LookupError, ValueError)  # the last two: an encoding that nobody knows
# Where old OpenOffice and MathML say that their (never read) definitions are.
KNOWN_DEFINITIONS = ("http://www.w3.org/", "http://openoffice.org/", "http://www.openoffice.org/")


def local(name: str) -> str:
    """A name without its prefix, which every writer may choose."""
    return name.rpartition(":")[2]


def read_xml(
    pieces: Iterable[bytes], *, element: Element, end: Word | None = None, text: Word | None = None, doctype=False
) -> None:
    """Call ``element`` with each element's local name and attributes by their local names, ``end`` with its name.

    A document type is refused: XML keeps its bombs and its reading of other files there. With ``doctype`` one that
    defines nothing is let pass. Raises one of NOT_XML where it is none.
    """

    def definitions(_name, address, _public, has_own):
        is_known = not address or where_to(address) == "local" or address.startswith(KNOWN_DEFINITIONS)
        if has_own or not doctype or not is_known:
            raise Refused("entities")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = definitions
    parser.StartElementHandler = lambda name, given: element(local(name), {local(key): given[key] for key in given})
    if end:
        parser.EndElementHandler = lambda name: end(local(name))
    if text:
        parser.CharacterDataHandler = text
    for piece in pieces:
        parser.Parse(piece)
    parser.Parse(b"", True)
