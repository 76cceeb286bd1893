"""Whether this site can open the sealed files that come with another: keys never move in the folder."""

from django.conf import settings

from migs_site.sealing import KeyMissing, own_identities
from migs_site.site_export.folder import CannotMove


def public_keys() -> list[str]:
    return [key.strip() for key in settings.FILE_RECIPIENTS]


def refuse_wrong_keys(exported: list[str]) -> None:
    """Raises CannotMove unless one of our private keys is the other half of one that the files were sealed for."""
    try:
        own = {str(identity.to_public()) for identity in own_identities()}
    except KeyMissing as error:
        own, why = set(), str(error)
    else:
        why = "None of the private keys in FILE_IDENTITIES fits."
    if not own & set(exported):
        raise CannotMove(
            f"The files of applications could not be opened here. {why} Bring the old site’s file of FILE_IDENTITIES, "
            f"or the recovery key, of one of these public keys: {', '.join(exported)}. "
            "(--without-keys imports all the same.)"
        )
