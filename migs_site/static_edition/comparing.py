"""What a visitor finds, compared with the newest edition: a page that nobody published is seen within a minute.

Needs Python and OpenSSH alone, and no database, so that it runs on another machine as well:

    python3 -m migs_site.static_edition.comparing https://migs.example.org FOLDER --signers FILE

Where the database can be asked, whether the site is newer than the edition is known; elsewhere an answer that differs
is taken for an honest change until the edition has had time to follow.
"""

import argparse
import hashlib
import http.client
import json
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from migs_site.static_edition import listing

PATIENCE = 10  # minutes; an edition is made every three
ROUNDS = 60  # in so many runs each address has been looked at
LARGEST, PIECE = 50 * 1024 * 1024, 64 * 1024  # bytes
TIMEOUT = 10  # seconds for a whole answer
ROUND = 75  # seconds; three of them are over before the server stops a run (deploy/systemd/migs-compare.service)
PAUSE = 0.1  # seconds; the web server in front lets one visitor ask some ten times a second
AGAIN_AFTER = (2, 12)  # seconds; a proxy may show an old page for ten while it asks for the new one
SHARED = ("text/css", "text/javascript")
STATE = ".comparison.json"
# As a browser asks, so that it is answered like one.
HEADERS = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Accept": "*/*"}


class Found(NamedTuple):
    """What an address answered; status 0: nothing."""

    status: int
    sha256: str = ""
    location: str = ""

    @property
    def is_failure(self) -> bool:
        """Whether no publication can be the cause."""
        return self.status == 0 or self.status >= 500


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


opener = urllib.request.build_opener(NoRedirects, urllib.request.ProxyHandler({}))


def fetch(url: str) -> Found:
    """The answer; none where it has not ended in time, so that nobody keeps us by letting it trickle."""
    found = Found(0)

    def ask():
        nonlocal found
        found = whole_answer(url)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(TIMEOUT)
    return found


def whole_answer(url: str) -> Found:
    """Never “not changed”: that says what a server says, not what a visitor sees."""
    try:
        question = urllib.request.Request(url, headers=HEADERS)  # noqa: S310 (the address was given by hand)
        with opener.open(question, timeout=TIMEOUT) as answer:
            return Found(answer.status, digest_of(answer))
    except urllib.error.HTTPError as error:
        with error:
            return Found(error.code, location=error.headers.get("Location", ""))
    except (OSError, http.client.HTTPException, ValueError):
        return Found(0)


def digest_of(answer: http.client.HTTPResponse) -> str:
    """Of as much as is read at most; never held whole, for many that do not end may be open at once."""
    digest, left = hashlib.sha256(), LARGEST
    while left and (piece := answer.read(min(PIECE, left))):
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest()


def difference(edition: dict, base: str, address: str) -> Found | None:
    """What an address answers where that is not as the edition says."""
    time.sleep(PAUSE)
    known, found = edition["answers"][address], fetch(base + address)
    if known["status"] == 200:
        is_same = found.status == 200 and (not known["holds"] or found.sha256 == known["sha256"])
    else:
        is_same = found.status == known["status"] and absolute(found.location, edition["of"]) == known["location"]
    return None if is_same else found


def absolute(location: str, base: str) -> str:
    return base + location if location.startswith("/") and not location.startswith("//") else location


def chosen(answers: dict, run: int) -> list[str]:
    """What is looked at in one run: what most visitors see each time, of all else one part in so many."""
    first = [address for address in sorted(answers) if is_first(address, answers[address])]
    rest = sorted(set(answers) - set(first))
    return first + rest[run % ROUNDS :: ROUNDS]


def is_first(address: str, answer: dict) -> bool:
    """Home pages, the pages of the menu, and the style sheets and scripts that all pages share."""
    depth = urlsplit(address).path.strip("/").count("/") + 1
    return address == "/" or answer.get("type") in SHARED or (answer.get("type") == "text/html" and depth < 3)


def differing(edition: dict, base: str, addresses: list[str]) -> dict[str, Found]:
    """What does not answer as the edition says, asked three times; by address, with what it answers."""
    left = dict.fromkeys(addresses, Found(0))
    for seconds in (0, *AGAIN_AFTER):
        time.sleep(seconds if left else 0)
        left = differing_once(edition, base, list(left))
    return left


def differing_once(edition: dict, base: str, addresses: list[str]) -> dict[str, Found]:
    """The same, asked once. What there was no time for has not answered, and stands first, to be asked first again."""
    found, until = {}, time.monotonic() + ROUND
    while addresses and time.monotonic() < until:
        address = addresses.pop(0)
        if differs := difference(edition, base, address):
            found[address] = differs
    return dict.fromkeys(addresses, Found(0)) | found


def nobody_knows(edition: dict) -> None:
    """Whether an edition is current, where there is no database to ask."""


def compare(
    root: Path, base: str, *, is_current: Callable[[dict], bool | None] = nobody_knows, minutes: float = PATIENCE
) -> str:
    """What is wrong, in a sentence; empty where nothing is.

    root: where editions lie. is_current: whether an edition shows the site as it is; None where nobody knows. What
    does not answer, or differs from a current edition, is wrong at once; what differs from any other, once it has for
    so many minutes. Raises WrongEdition.
    """
    edition, state, now = listing.facts(root / "current"), read_state(root), time.time()
    current = is_current(edition)
    addresses = [address for address in state["differs"] if address in edition["answers"]]
    addresses += chosen(edition["answers"], state["run"])
    found = differing(edition, base, list(dict.fromkeys(addresses)))
    current = current and is_current(edition)  # it may have changed meanwhile
    since = {address: min(state["differs"].get(address, now), now) for address in found}  # a clock may go back
    follows = state["made_at"] != edition["made_at"]  # there has been a new one, even if the site is newer again
    behind = (now if follows else min(state["behind"] or now, now)) if current is False else None
    made = {"run": state["run"] + 1, "made_at": edition["made_at"]}
    write_state(root, made | {"differs": since, "behind": behind})
    late = now - minutes * 60
    wrong = [
        said for said, address in in_words(found) if current or found[address].is_failure or since[address] <= late
    ]
    if wrong:
        return f"{base} is not as it was published: {len(wrong)} addresses differ ({listing.some(wrong)})."
    if behind and behind <= late:
        return f"For {(now - behind) / 60:.0f} minutes no edition has followed the site: nobody knows what is right."
    return ""


def in_words(found: dict[str, Found]) -> list[tuple[str, str]]:
    """Each address in words, with what it answers; and as it is."""
    return [(f"{address}: {answer.status or 'no answer'}", address) for address, answer in found.items()]


def read_state(root: Path) -> dict:
    """run: how many there have been. made_at: of which edition the last was. differs: since when an address does.
    behind: since when the site is newer than the edition."""
    fresh = {"run": 0, "made_at": "", "differs": {}, "behind": None}
    try:
        return fresh | json.loads((root / STATE).read_text())
    except (OSError, ValueError, TypeError):
        return fresh


def write_state(root: Path, state: dict) -> None:
    new = root / f"{STATE}.new"
    new.write_text(json.dumps(state))
    new.replace(root / STATE)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Compares a site with the newest edition of it.")
    parser.add_argument("address", help="https://migs.example.org")
    parser.add_argument("folder", type=Path, help="where editions lie; the state of the comparison is kept there too")
    parser.add_argument("--signers", required=True, help="the file that says whose signature counts")
    parser.add_argument("--minutes", type=float, default=PATIENCE, help="how long an edition may take")
    given = parser.parse_args(arguments)
    try:
        listing.check_signature(given.folder / "current", given.signers)
        wrong = compare(given.folder, given.address.rstrip("/"), minutes=given.minutes)
    except (listing.WrongEdition, OSError) as error:
        wrong = str(error)
    print(wrong, end="\n" if wrong else "", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
