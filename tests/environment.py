"""The environment of the tests without the site's settings, for programs that must find or make their own."""

import os
import re

from tests.databases import ROOT

SETTINGS = set(re.findall(r"(?m)^(\w+)=", (ROOT / "deploy" / "env.example").read_text()))


def without_settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in SETTINGS}
