"""The same file of settings for containers: what each process is told, and the passwords of the database.

python3 -m deploy.container.prepare FILE     FILE is written as deploy/env.example says; FILE_RECIPIENTS must be set

Writes deploy/container/environment/, which compose.yaml reads. What is there stays; a second run changes nothing.
"""

import secrets
import sys
from pathlib import Path

from deploy.server import site_file

FOLDER = Path(__file__).parent / "environment"
DATABASE = "postgresql://{role}:{password}@db/migs"
FOR_NGINX = [
    "BASE_URL", "STAFF_URL", "OTHER_HOSTS", "STAFF_NETWORKS", "HSTS_SECONDS", "HSTS_SUBDOMAINS", "HSTS_PRELOAD",
]  # fmt: skip
KEYS = ["secret-key", "public-secret-key", "owner-password", "public-password", "postgres-password"]
# What is so in the network of compose.yaml.
INSIDE = {
    "TRUSTED_PROXIES": "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16",
    "FILE_IDENTITIES": "/run/secrets/identities",
    "CERTIFICATE": "",
    "FRONT_CACHES": "http://nginx:8090",
    "STATIC_EDITION_DIR": "",
    "STATIC_EDITION_KEY": "",
}


def main(path: Path) -> None:
    site = site_file.read(path)
    if not site.get("FILE_RECIPIENTS"):
        sys.exit("FILE_RECIPIENTS must be set: make the keys first (python -m migs_site.sealing, docs/operating.md).")
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    keys = {name: kept(name) for name in KEYS}
    roles = {"owner": "migs", "public": site["PUBLIC_ROLE"]}
    urls = {name: DATABASE.format(role=role, password=keys[f"{name}-password"]) for name, role in roles.items()}
    site |= INSIDE | {"DATABASE_URL": urls["owner"], "PUBLIC_DATABASE_URL": urls["public"]}
    texts = {"nginx.env": {name: site[name] for name in FOR_NGINX if site.get(name)}}
    if site.get("MEDIA_STORAGE_URL"):
        texts["nginx.env"]["MEDIA_STORAGE_URL"] = "yes"  # that there is one is all that nginx needs to know
    texts["db.env"] = {
        "PUBLIC_ROLE": roles["public"],
        "OWNER_PASSWORD": keys["owner-password"],
        "PUBLIC_PASSWORD": keys["public-password"],
        "POSTGRES_PASSWORD": keys["postgres-password"],
    }
    for process in ("public", "staff", "worker"):
        key = keys["public-secret-key"] if process == "public" else site.get("SECRET_KEY") or keys["secret-key"]
        texts[f"{process}.env"] = site_file.of_process(process, site, key)
    changed = [name for name, values in sorted(texts.items()) if write(name, site_file.as_text(values))]
    print("".join(f"Wrote {FOLDER / name}\n" for name in changed) or "Nothing to do.\n", end="")


def kept(name: str) -> str:
    """A random word that was made once."""
    if not (FOLDER / name).exists():
        write(name, secrets.token_urlsafe(48) + "\n")
    return (FOLDER / name).read_text().strip()


def write(name: str, text: str) -> bool:
    """Whether it had to be written; readable by its owner alone."""
    path = FOLDER / name
    if path.exists() and path.read_text() == text:
        return False
    path.touch(mode=0o600)
    path.write_text(text)
    return True


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except site_file.WrongFile as error:
        sys.exit(str(error))
