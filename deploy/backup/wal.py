"""The write-ahead log as it is kept: the numbers of its pieces, what is missing among them, and what nobody needs."""

import re
from collections.abc import Iterable
from pathlib import Path

PIECE = re.compile(r"([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})(\.gz|\.partial)?")


def number_of(name: str, piece_bytes: int) -> int | None:
    """Which piece a file is, counted from the beginning of the log, on whatever timeline; None for other files."""
    found = PIECE.fullmatch(name)
    return int(found[2], 16) * ((1 << 32) // piece_bytes) + int(found[3], 16) if found else None


def number_at(lsn: str, piece_bytes: int) -> int:
    """The piece in which a place of the log, such as 0/2000028, lies."""
    high, low = (int(half, 16) for half in lsn.split("/"))
    return ((high << 32) + low) // piece_bytes


def missing(folders: Iterable[Path], first: int, piece_bytes: int, timeline: int) -> list[int]:
    """The pieces that are not there although later ones are; what comes after the first of them is out of reach.

    timeline: the server's. Pieces of later ones are not its own: somebody has started a copy that archives here too.
    """
    names = [path.name for folder in folders if folder.is_dir() for path in folder.iterdir()]
    own = [name for name in names if PIECE.fullmatch(name) and int(name[:8], 16) <= timeline]
    there = {number for name in own if (number := number_of(name, piece_bytes) or 0) >= first}
    return [number for number in range(first, max(there, default=first - 1)) if number not in there]


def drop_before(folder: Path, first: int, piece_bytes: int) -> None:
    """Delete the pieces before one; histories of timelines stay, they are some bytes."""
    for path in folder.iterdir():
        number = number_of(path.name, piece_bytes)
        if number is not None and number < first:
            path.unlink()
