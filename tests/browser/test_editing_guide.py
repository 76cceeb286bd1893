"""The guide for editors gives the figures that the admin is held to."""

import re

from tests.browser.clicks import CEILINGS
from tests.databases import ROOT


def test_the_guide_says_what_the_tasks_cost():
    guide = (ROOT / "docs" / "editing.md").read_text()
    rows = re.findall(r"^\| (.+?) \| [^|]+ \| (\d+) \|", guide, re.MULTILINE)

    assert {task: int(clicks) for task, clicks in rows} == CEILINGS
