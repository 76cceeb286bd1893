"""Whether an error says that a disk is full, and not that something of ours is wrong."""

import errno


def lacks_room(error: BaseException | None) -> bool:
    """Whether a file could not be written because its disk takes nothing more."""
    while error and not isinstance(error, OSError):
        error = error.__cause__
    return error is not None and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
