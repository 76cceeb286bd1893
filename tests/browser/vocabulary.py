"""Whether structured data keeps to schema.org: its types as TypeScript, from npm, and TypeScript's own checker."""

import json
import shutil
import subprocess
from pathlib import Path

from bs4 import BeautifulSoup

from tests.browser import node_packages

MISSING = "The checker of structured data is missing: it needs Node and npm, then “make tools”."
OPTIONS = ["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "esnext"]


def is_ready() -> bool:
    return bool(shutil.which("node")) and node_packages.are_installed("schema-dts", "typescript")


def things(html: str) -> list[dict]:
    """What a page describes, each thing with its context as if it stood alone."""
    blocks = BeautifulSoup(html, "html.parser").select('script[type="application/ld+json"]')
    found = [json.loads(block.string) for block in blocks]
    return [{"@context": block["@context"]} | thing for block in found for thing in block["@graph"]]


def mistakes(described: list[dict], folder: Path) -> list[str]:
    """What is no word of schema.org, or has a value of a wrong type, among things; their names say where."""
    kinds = sorted({thing["@type"] for thing in described})
    lines = [f'import type {{ {", ".join(["WithContext", *kinds])} }} from "schema-dts";']
    for number, thing in enumerate(described):
        lines.append(f"export const thing{number}: WithContext<{thing['@type']}> = {json.dumps(thing)};")
    file = folder / "things.ts"
    file.write_text("\n".join(lines))
    (folder / "node_modules").symlink_to(node_packages.PACKAGES)
    compiler = node_packages.PACKAGES / "typescript" / "bin" / "tsc"
    command = ["node", compiler, *OPTIONS, "--moduleResolution", "bundler", file]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    return done.stdout.splitlines() if done.returncode else []
