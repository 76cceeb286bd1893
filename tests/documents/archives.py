"""Takes archives apart and puts them together again with a change; writes OLE objects, which nothing else here can."""

import io
import struct
import zipfile
from collections.abc import Callable

Part = bytes | str
Parts = dict[str, bytes]


def parts_of(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, Part], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as made:
        for name, part in parts.items():
            made.writestr(name, part, zipfile.ZIP_STORED if name == "mimetype" else method)
    return content.getvalue()


def streamed(parts: dict[str, Part]) -> bytes:
    """As a program writes that cannot go back: lengths stand behind each part, and entries have 64 bits."""
    content = io.BytesIO()

    class OneWay(io.RawIOBase):
        def writable(self):
            return True

        def write(self, data):
            return content.write(data)

    with zipfile.ZipFile(OneWay(), "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            with made.open(name, "w", force_zip64=True) as entry:
                entry.write(part.encode() if isinstance(part, str) else part)
    return content.getvalue()


def with_entries(content: bytes, change: Callable[[zipfile.ZipInfo], None], **added: Part) -> bytes:
    """With entries as no writer of archives would make them."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (parts_of(content) | added).items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            change(entry)
            archive.writestr(entry, part)
    return made.getvalue()


def with_flag(content: bytes) -> bytes:
    """With the flag that says “this entry has a password”."""
    place = content.index(b"PK\1\2") + 8
    return content[:place] + b"\1" + content[place + 1 :]


FREE, END_OF_CHAIN, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR = 512
STORAGE, STREAM, ROOT = 1, 2, 5
NOTHING = bytes(16)


def ole(streams: dict[str, bytes], identity: bytes = NOTHING) -> bytes:
    """An [MS-CFB] container with these streams in its root, each large enough to have sectors of its own."""
    sectors: list[bytes] = [b""]  # the first is the table
    chains: list[int] = [TABLE]

    def place(content: bytes) -> int:
        first, count = len(sectors), max(1, -(-len(content) // SECTOR))
        sectors.extend(content[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, count * SECTOR, SECTOR))
        chains.extend([*range(first + 1, first + count), END_OF_CHAIN])
        return first

    padded = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    placed = {name: place(content) for name, content in padded.items()}
    names = list(streams)
    entries = [entry("Root Entry", ROOT, child=1 if names else FREE, identity=identity, first=END_OF_CHAIN, size=0)]
    for number, name in enumerate(names, start=1):
        right = number + 1 if number < len(names) else FREE
        entries.append(entry(name, STREAM, right=right, first=placed[name], size=len(padded[name])))
    directory = place(b"".join(entries).ljust(-(-len(entries) // 4) * SECTOR, b"\0"))
    sectors[0] = struct.pack(f"<{len(chains)}I", *chains).ljust(SECTOR, b"\xff")
    header = struct.pack("<8s16sHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", NOTHING, 0x3E, 3, 0xFFFE, 9, 6,
                         *(0, 1, directory, 0, 4096, END_OF_CHAIN, 0, END_OF_CHAIN, 0))  # fmt: skip
    return header + struct.pack("<109I", 0, *[FREE] * 108) + b"".join(sectors)


def entry(name: str, kind: int, *, first: int, size: int, child=FREE, right=FREE, identity=NOTHING) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    head = encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded), kind, 1, FREE, right, child)
    return head + identity + struct.pack("<IQQIQ", 0, 0, 0, first, size)


def class_of(first: int) -> bytes:
    """{first-0000-0000-C000-000000000046}, the classes of Microsoft and its partners."""
    return struct.pack("<IHH8s", first, 0, 0, bytes.fromhex("C000000000000046"))


EQUATION, MATHTYPE, PACKAGE, SHEET = (class_of(first) for first in (0x0002CE02, 0x0002CE03, 0x0003000C, 0x00020820))


def formula(mtef: bytes) -> bytes:
    """EQNOLEFILEHDR and a formula in MTEF."""
    return struct.pack("<HIHIIIII", 28, 0x00020000, 0xC1AB, len(mtef), 0, 0, 0, 0) + mtef


OLD_FORMULA = formula(b"\x03\x01\x01\x03\x00" + b"\x0a\x01\x02\x83x\x00\x02\x86+\x00\x02\x88" + b"1\x00\x00\x00")
NEW_FORMULA = formula(b"\x05\x01\x00\x06\x09DSMT6\x00\x01" + b"\x13WinAllBasicCodePages\0\x11\x05Times New Roman\0" * 4)


def equation() -> bytes:
    return ole({"\x01CompObj": b"\x01\0\xfe\xff", "\x01Ole": b"\1\0\0\2", "Equation Native": OLD_FORMULA}, EQUATION)


def mathtype() -> bytes:
    return ole({"\x01Ole": b"\1\0\0\2", "\x03ObjInfo": b"\0\0\3\0", "Equation Native": NEW_FORMULA}, MATHTYPE)
