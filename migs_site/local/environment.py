"""The settings of a local run. Values already in the environment win where they choose a service or a secret."""

import os
import secrets
from pathlib import Path

from migs_site.local.database import ROOT
from migs_site.sealing import make_identity

VAR = ROOT / "var"
DATABASE = VAR / "postgres"


def local_environment(port: int, database_url: str, debug: bool = False) -> dict[str, str]:
    """The whole environment of the processes of one run; makes the folders and the keys they need."""
    for folder in ("data", "mail", "static"):
        (VAR / folder).mkdir(parents=True, exist_ok=True)
    chosen_here = {
        "SECRET_KEY": secret_key(VAR / "secret-key"),
        **file_keys(VAR),
        "DATA_DIR": str(VAR / "data"),
        "EMAIL_URL": (VAR / "mail").as_uri(),
        "DEFAULT_FROM_EMAIL": "site@localhost",
        "LOG_FORMAT": "text",
    }
    fixed = {
        "DJANGO_SETTINGS_MODULE": "migs_site.settings",
        "SERVES": "everything",
        "STAFF_URL": "",
        "PUBLIC_ROLE": "",
        "DATABASE_URL": database_url,
        "BASE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "DEBUG": "yes" if debug else "no",
        "SHOW_STYLE_GUIDE": "yes",
        "STATIC_DIR": str(VAR / "static"),
    }
    return chosen_here | os.environ | fixed


def secret_key(path: Path) -> str:
    """A random key, made once and readable by its owner only."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def file_keys(folder: Path) -> dict[str, str]:
    """The settings of the keys for files: the staff side's, and the recovery key that a real site keeps offline."""
    keys = [make_identity(folder / name) for name in ("staff-identity", "recovery-identity")]
    return {"FILE_RECIPIENTS": ",".join(keys), "FILE_IDENTITIES": str(folder / "staff-identity")}
