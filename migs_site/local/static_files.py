"""Collecting static files takes long, mostly to compress them, so it is done only when they have changed."""

import hashlib
from pathlib import Path

from migs_site.local.database import ROOT

COLLECT = ["collectstatic", "--no-input", "--clear", "--verbosity=0"]


def have_changed(folder: Path) -> bool:
    """Whether to collect. The stamp goes at once, because a collecting that is cut off leaves half of the files."""
    stamp = folder / "static.stamp"
    if stamp.exists() and stamp.read_text() == fingerprint():
        return False
    stamp.unlink(missing_ok=True)
    return True


def remember(folder: Path) -> None:
    (folder / "static.stamp").write_text(fingerprint())


def fingerprint() -> str:
    """Changes with our static files, with the packages that bring others, and with the code that collects them."""
    sources = [ROOT / "requirements.txt", *ROOT.glob("migs_site/*.py"), *ROOT.glob("static/**/*")]
    digest = hashlib.sha256()
    for path in sorted(path for path in sources if path.is_file()):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()
