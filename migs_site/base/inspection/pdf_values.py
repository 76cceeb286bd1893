"""Reads single values of a PDF, which may be bytes in no encoding at all."""

from pikepdf import Array, Name, Object, String


def name(each: Object, key: str) -> str:
    """The name at a key, its escapes undone; empty for anything else."""
    return as_name(each.get(key))


def as_name(value) -> str:
    try:
        return str(value) if isinstance(value, Name) else ""
    except UnicodeDecodeError:
        return ""  # none of the names that mean anything


def text(value: String) -> str:
    """A string in whichever of the encodings of PDF it is."""
    try:
        return str(value)
    except UnicodeDecodeError:
        return bytes(value).decode("latin-1")


def filters(stream: Object) -> list[str]:
    """How a stream is packed, outermost first."""
    value = stream.get("/Filter")
    return [as_name(each) for each in value] if isinstance(value, Array) else [as_name(value)] if value else []
