"""Files of settings, NAME=VALUE a line, as systemd reads them; a line that begins with # is a comment."""


def lines_in(text: str) -> list[tuple[int, str]]:
    """The lines that set something, or are meant to, with their numbers; without the mark that Windows puts first."""
    lines = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").splitlines()
    numbered = [(number, line.strip()) for number, line in enumerate(lines, start=1)]
    return [(number, line) for number, line in numbered if line and not line.startswith("#")]


def values_in(text: str) -> dict[str, str]:
    return dict(line.split("=", 1) for _number, line in lines_in(text) if "=" in line)
