"""What lies in the object store and is named by nobody: an upload whose answer was lost, a file that stayed."""

import datetime
import logging

from django.apps import apps
from django.db import models
from django.utils import timezone

from migs_site.media_storage.names import SIGNERS
from migs_site.media_storage.store import MediaStore

logger = logging.getLogger(__name__)

OLD_ENOUGH = datetime.timedelta(days=1)  # an upload may still be on its way to its row
FEW = 20  # files that may go whatever share of all they are


def tidy() -> int:
    """Delete them; how many. Nothing where it would be more than half of all: then something else is wrong.

    Raises StoreAway.
    """
    store = MediaStore()
    names = {each["Name"]: each["LastModified"] for each in store.listed()}
    named, latest = names_of_rows() | {SIGNERS}, timezone.now() - OLD_ENOUGH
    lost = [name for name, at in names.items() if name not in named and at < latest]
    if len(lost) > FEW and len(lost) > len(names) / 2:
        logger.error("No row names %s of %s files in the object store: none was deleted.", len(lost), len(names))
        return 0
    for name in lost:
        store.remove(name)
    return len(lost)


def names_of_rows() -> set[str]:
    """Every file that any row names."""
    fields = [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.FileField)
    ]
    return {name for model, field in fields for name in model._base_manager.values_list(field, flat=True) if name}
