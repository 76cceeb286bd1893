"""Lists for hosts that can do more than show files: real redirects, and files whose address names no file."""

from typing import NamedTuple
from urllib.parse import unquote

LISTS = ("_redirects", "redirects.map")


class Lead(NamedTuple):
    """An address that leads to another; with status 200 the answer is to be shown where it is asked for."""

    address: str
    target: str
    status: int
    type: str = ""


def files(leads: list[Lead], base: str) -> dict[str, bytes]:
    """_redirects as Netlify and Cloudflare Pages read it, and redirects.map for “map $uri” of nginx."""
    plain = sorted({lead for lead in leads if not any(sign in lead.address + lead.target for sign in " \n\r\t;")})
    lines = [f"{lead.address} {lead.target.removeprefix(base)} {lead.status}" for lead in plain]
    pairs = [f"{quoted(unquote(lead.address))} {quoted(lead.target)};" for lead in plain]
    return dict(zip(LISTS, (text(lines), text(pairs)), strict=True))


def quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("$", "${dollar}")
    return f'"{escaped}"'


def text(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
