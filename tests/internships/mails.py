"""The mails to students, as they read them."""

import re

from tests.mailing import body

LINK = re.compile(r"http://testserver/(?:en/apply|fr/candidature)/[A-Za-z0-9_-]{44}/")


def link_in(message) -> str:
    """The one address of ours in both parts of a mail, as a browser asks for it."""
    found = {*LINK.findall(body(message)), *LINK.findall(body(message, "html"))}
    assert len(found) == 1, found
    return found.pop().removeprefix("http://testserver")
