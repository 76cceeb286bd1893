"""Reads the two content files, and remembers where everything stands so that a mistake can be pointed at."""

from pathlib import Path

import polib
import yaml


class Mistake(Exception):
    """Something in a content file that cannot be loaded: where it stands, and what was expected."""

    def __init__(self, path: Path, line: int | None, message: str):
        place = f"{path}, line {line}" if line else str(path)
        super().__init__(f"{place}: {message}")


class Entry(dict):
    """A mapping of the YAML file that knows the line of itself (``line``) and of each of its keys (``lines``)."""

    line: int
    lines: dict


class EntryLoader(yaml.SafeLoader):
    """Builds entries, and refuses a key that stands twice in one mapping (plain YAML keeps the last)."""

    def construct_entry(self, node):
        entry = Entry()
        entry.line, entry.lines = node.start_mark.line + 1, {}
        yield entry
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in entry:
                raise yaml.constructor.ConstructorError(
                    None, None, f"“{key}” stands twice in one mapping: keep one", key_node.start_mark
                )
            entry[key] = self.construct_object(value_node, deep=True)
            entry.lines[key] = key_node.start_mark.line + 1


EntryLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, EntryLoader.construct_entry)


def read_english(path: Path) -> Entry:
    """The content file as entries; a mistake in its syntax raises Mistake with the line."""
    try:
        with path.open(encoding="utf-8") as file:
            content = yaml.load(file, Loader=EntryLoader)  # noqa: S506 (a safe loader with line numbers)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Mistake(path, mark.line + 1 if mark else None, str(error.problem)) from error
    if not isinstance(content, Entry):
        raise Mistake(path, 1, "expected a mapping of sections: contact, pages, and others that name their model")
    return content


class French:
    """The French of each English string, by the entry it belongs to."""

    def __init__(self, path: Path):
        self.path = path
        self.used = set()
        try:
            entries = polib.pofile(str(path))
        except OSError as error:
            raise Mistake(path, None, f"this file cannot be read as PO: {error}") from error
        self.words = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in entries if entry.translated()}

    def get(self, context: str, english: str) -> str:
        """The French, or an empty string where the file has none."""
        self.used.add((context, english))
        return self.words.get((context, english), "")

    def need(self, context: str, english: str) -> str:
        """The French; Mistake where the file has none."""
        french = self.get(context, english)
        if not french:
            raise Mistake(self.path, None, f"no French for “{english}” (msgctxt “{context}”)")
        return french
