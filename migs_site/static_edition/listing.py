"""The signed list of the files of an edition: SHA256SUMS as sha256sum reads it, and its signature by ssh-keygen.

Needs nothing but Python and OpenSSH, so that another machine than the site's can check an edition as well.
"""

import hashlib
import json
import subprocess
from pathlib import Path

SUMS, SIGNATURE, FACTS = "SHA256SUMS", "SHA256SUMS.sig", "edition.json"
UNLISTED = {SUMS, SIGNATURE}
NAMESPACE = "static-edition"  # what the key signs with us it has signed nowhere else
SIGNER = "edition"


class WrongEdition(Exception):
    """Says in a sentence what is wrong with an edition."""


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def write_sums(folder: Path, sums: dict[str, str]) -> None:
    """sums: by file, below the folder."""
    (folder / SUMS).write_text("".join(f"{sums[name]}  {name}\n" for name in sorted(sums)), encoding="utf-8")


def read_sums(folder: Path) -> dict[str, str]:
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
        return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    except (OSError, ValueError) as error:
        raise WrongEdition(f"{folder} has no list of files that can be read ({SUMS}).") from error


def sign(folder: Path, key: str) -> None:
    """Write SHA256SUMS.sig with a private key of OpenSSH. Raises WrongEdition where that cannot be done."""
    refuse_missing_key(key)
    keygen("sign", "-f", key, "-n", NAMESPACE, str(folder / SUMS))


def refuse_missing_key(key: str) -> None:
    if key and not Path(key).is_file():
        raise WrongEdition(f'The key {key} is not there. Make it: ssh-keygen -t ed25519 -N "" -C {SIGNER} -f {key}')


def check_signature(folder: Path, signers: str) -> None:
    """signers: a file in OpenSSH's format of allowed signers. Raises WrongEdition if they have not signed the list."""
    read_sums(folder)  # which says so where there is none
    sums = (folder / SUMS).read_bytes()
    if not (folder / SIGNATURE).is_file():
        raise WrongEdition(f"{folder} is not signed.")
    signature = str(folder / SIGNATURE)
    keygen("verify", "-f", signers, "-I", SIGNER, "-n", NAMESPACE, "-s", signature, stdin=sums)


def keygen(action: str, *arguments: str, stdin: bytes = b"") -> None:
    command = ["ssh-keygen", "-Y", action, *arguments]
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, check=False)
    except OSError as error:
        raise WrongEdition("ssh-keygen was not found: install the package openssh-client.") from error
    if done.returncode:
        said = " ".join((done.stderr or done.stdout).decode(errors="replace").split())
        raise WrongEdition(f"The list cannot be {'signed' if action == 'sign' else 'trusted'}: {said}")


def allowed_signers(public_key: str) -> str:
    """A public key of OpenSSH as a line of the file that ssh-keygen -Y verify reads."""
    kind, key, *_comment = public_key.split()
    return f'{SIGNER} namespaces="{NAMESPACE}" {kind} {key}\n'


def differences(folder: Path) -> dict[str, list[str]]:
    """The files that are not as the list says, by what is wrong: changed, missing, or not in the list."""
    listed = read_sums(folder)
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()}
    changed = [name for name in sorted(found & set(listed)) if digest_of(folder / name) != listed[name]]
    wrong = {"changed": changed, "missing": sorted(set(listed) - found)}
    return wrong | {"not in the list": sorted(found - set(listed) - UNLISTED)}


def digest_of(path: Path) -> str:
    """Empty for what is no file of its own: a link may lead to anything."""
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def in_words(wrong: dict[str, list[str]]) -> str:
    """Empty where nothing is wrong."""
    return "; ".join(f"{len(names)} {what} ({some(names)})" for what, names in wrong.items() if names)


def some(names: list[str]) -> str:
    return ", ".join(names[:3]) + (", …" if len(names) > 3 else "")


def facts(folder: Path) -> dict:
    """What an edition says of itself, as its list has it. Raises WrongEdition."""
    try:
        content = (folder / FACTS).read_bytes()
        if sha256(content) != read_sums(folder).get(FACTS):
            raise WrongEdition(f"{FACTS} in {folder} is not the one in the list of files.")
        return json.loads(content)
    except (OSError, ValueError) as error:
        raise WrongEdition(f"{folder} holds no edition that can be read.") from error
