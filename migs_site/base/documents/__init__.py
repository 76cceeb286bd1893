"""What a file is, told by its structure, and whether anything in it is more than a document.

What looks into a whole file is `migs_site.base.inspection`, in a process of its own.
"""

from .names import is_disguised, plain_name
from .recognition import Recognized, recognize
from .refusals import MAX_SIZE
from .warnings import WARNINGS

__all__ = ["MAX_SIZE", "WARNINGS", "Recognized", "is_disguised", "plain_name", "recognize"]
