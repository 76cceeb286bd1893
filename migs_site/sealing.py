"""Seals files with age (age-encryption.org), so that who stores them cannot read them.

FILE_RECIPIENTS are public keys and seal; the private keys, which open, lie in a file that only the staff side is given.
`python -m migs_site.sealing FILE …` makes such files. Everything passes through in pieces: no file is in memory whole.
"""

import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import pyrage
from django.conf import settings
from pyrage import x25519

NO_KEY_FITS = "No matching keys found"
DAMAGED = {"decryption error", "failed to fill whole buffer"}


class WrongKeys(ValueError):
    """Keys that cannot be used; the message is a sentence that never holds a key."""


class CannotOpen(Exception):
    """A sealed file that cannot be opened here."""


class KeyMissing(CannotOpen):
    """No private key that would open it."""


class Damaged(CannotOpen):
    """It is not what was sealed."""


def read_recipients(keys: list[str]) -> list[x25519.Recipient]:
    """Raises WrongKeys unless they are two different public keys or more: with one alone, its loss would lose all."""
    recipients = []
    for place, key in enumerate(keys, start=1):
        try:
            recipients.append(x25519.Recipient.from_str(key.strip()))
        except pyrage.RecipientError:
            raise WrongKeys(f"key {place} is not a public key of age (age1…)") from None
    if len({str(recipient) for recipient in recipients}) < 2:
        raise WrongKeys("must be two different public keys of age, the staff side’s and the recovery key’s")
    return recipients


def read_identities(path: str) -> list[x25519.Identity]:
    """The private keys in a file, one a line, the newest first or last: all are tried. Raises WrongKeys."""
    try:
        lines = Path(path).read_text().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongKeys(f"The private keys in {path} cannot be read ({type(error).__name__}).") from None
    identities = []
    for number, line in enumerate(map(str.strip, lines), start=1):
        if line and not line.startswith("#"):
            try:
                identities.append(x25519.Identity.from_str(line))
            except pyrage.IdentityError:
                raise WrongKeys(f"Line {number} of {path} is not a private key of age.") from None
    if not identities:
        raise WrongKeys(f"There is no private key in {path}.")
    return identities


def seal(plain: IO[bytes], recipients: list[x25519.Recipient] | None = None) -> IO[bytes]:
    """A sealed copy, at its start, in a temporary file without a name. Raises OSError when there is no room for it.

    recipients: in place of those of FILE_RECIPIENTS.
    """
    with ExitStack() as unless_it_succeeds:
        sealed = unless_it_succeeds.enter_context(tempfile.TemporaryFile())
        plain.seek(0)
        try:
            pyrage.encrypt_io(plain, sealed, recipients or read_recipients(settings.FILE_RECIPIENTS))
        except pyrage.EncryptError as error:
            raise OSError(f"The file could not be sealed: {error}") from error
        sealed.seek(0)
        unless_it_succeeds.pop_all()
    return sealed


def own_identities() -> list[x25519.Identity]:
    """The private keys of this process. Raises KeyMissing."""
    if not settings.FILE_IDENTITIES:
        raise KeyMissing("FILE_IDENTITIES is not set.")
    try:
        return read_identities(settings.FILE_IDENTITIES)
    except WrongKeys as error:
        raise KeyMissing(str(error)) from error


def unseal(sealed: IO[bytes], identities: list[x25519.Identity] | None = None) -> IO[bytes]:
    """The whole content, at its start, in a temporary file without a name. Raises CannotOpen.

    Nothing is handed out before all of it was found to be right: age notices only at the end that an end is missing.
    identities: in place of those of FILE_IDENTITIES.
    """
    identities = identities or own_identities()
    with ExitStack() as unless_it_succeeds:
        plain = unless_it_succeeds.enter_context(tempfile.TemporaryFile())
        try:
            pyrage.decrypt_io(sealed, plain, identities)
        except (pyrage.DecryptError, OSError) as error:
            if str(error) == NO_KEY_FITS:
                raise KeyMissing("It was sealed for other keys.") from error
            raise (Damaged(str(error)) if is_damage(error) else error) from error
        plain.seek(0)
        unless_it_succeeds.pop_all()
    return plain


def is_damage(error: Exception) -> bool:
    return isinstance(error, pyrage.DecryptError) or str(error) in DAMAGED


def make_identity(path: Path) -> str:
    """The public key of the private key in a file, which is made if there is none, readable by its owner alone."""
    if not path.exists():
        identity = x25519.Identity.generate()
        number, made = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(number, "w") as file:
            file.write(f"# public key: {identity.to_public()}\n{identity}\n")
        try:
            os.link(made, path)  # all of it at once, and never over a key that another process has just made
        except FileExistsError:
            pass
        finally:
            os.unlink(made)
    return str(read_identities(str(path))[0].to_public())


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(make_identity(Path(name)))
