"""What a part of an archive is, told by how it begins, whatever its name; and which OLE objects are formulas."""

import io
import re

import olefile

PROGRAMS = (
    *(b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe"),
    *(b"L\0\0\0\x01\x14\x02\0", b"ITSF", b"MSCF", b"Rar!", b"7z\xbc\xaf", b"!<arch>", b"dex\n"),
)
MEDIA = (
    *(b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"FLV\1", b"FWS", b"CWS", b"MThd", b"\0\0\1\xba", b"0&\xb2u"),
    b"glTF",
)
PICTURES_IN_BOXES = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis", b"jp2 ", b"jpx ", b"crx ")
PAGES = (b"<!doctype html", b"<html", b"<script", b"<body", b"<iframe", b"mime-version:", b"<hta:", b"<?php")

PICTURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"\xd7\xcd\xc6\x9a",
    b"\1\0\0\0",
    b"VCLMTF",
)

# [MS-CFB] objects that hold nothing but a formula: Equation Editor 3.0 and MathType 4 and later.
FORMULA_CLASSES = {"0002CE02-0000-0000-C000-000000000046", "0002CE03-0000-0000-C000-000000000046"}
FORMULA_STREAMS = {
    *("Equation Native", "\x01CompObj", "\x01Ole", "\x03ObjInfo", "\x03PRINT", "\x03EPRINT", "\x03META", "\x03PIC"),
    *("\x03LINKINFO", "\x02OlePres000", "\x02OlePres001", "\x02OlePres002"),
}
LENGTH_OF_FORMULA_HEADER = 28
LARGEST_FORMULA = 64 * 1024
# A name of a font that is longer than Equation Editor has room for, which is how it was made to run programs.
OLD_FORMULA, LONG_FONT = 3, re.compile(rb"\x08..[^\0]{33}", re.DOTALL)


def sort_of(start: bytes) -> str:
    """“ole”, “zip”, “pdf”, “program”, “media”, “page”, “rtf” or “” (a picture, a font, anything else)."""
    lowered = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    beginnings = {
        "ole": (olefile.MAGIC,),
        "zip": (b"PK\3\4", b"PK\5\6"),
        "pdf": (b"%PDF-",),
        "program": PROGRAMS,
        "media": MEDIA,
        "rtf": (b"{\\rt",),
    }
    for sort, known in beginnings.items():
        if start.startswith(known):
            return sort
    if lowered.startswith(PAGES):
        return "page"
    is_film = start[4:8] in (b"ftyp", b"moov") and start[8:12] not in PICTURES_IN_BOXES
    is_sound = start[:4] in (b"RIFF", b"FORM") and start[8:12] in (b"WAVE", b"AVI ", b"AIFF", b"AIFC")
    return "media" if is_film or is_sound else ""


def is_formula(content: bytes) -> bool:
    """An OLE object of a known class of formulas, with no stream in it but a formula's, and a whole one."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            streams = ole.listdir(streams=True, storages=True)
            are_known = all(len(path) == 1 and path[0] in FORMULA_STREAMS for path in streams)
            if ole.root.clsid not in FORMULA_CLASSES or not are_known or not ole.exists("Equation Native"):
                return False
            formula = ole.openstream("Equation Native").read(LARGEST_FORMULA + 1)
            return is_whole(formula) and not (formula[28] <= OLD_FORMULA and LONG_FONT.search(formula, 28))
    except (OSError, ValueError, IndexError, TypeError, AttributeError, RecursionError):
        return False


def is_whole(formula: bytes) -> bool:
    """EQNOLEFILEHDR: its own length, version 2, and the length of the formula that follows."""
    header, version = int.from_bytes(formula[:2], "little"), int.from_bytes(formula[2:6], "little")
    length = int.from_bytes(formula[8:12], "little")
    has_all = header == LENGTH_OF_FORMULA_HEADER and 0 < length <= len(formula) - header
    return has_all and version >> 16 == 2 and len(formula) <= LARGEST_FORMULA
