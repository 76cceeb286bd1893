"""Files that have lain in the storage for a while."""

import os
import time
from pathlib import Path


def age_files(folder: Path, *, hours: float) -> None:
    moment = time.time() - hours * 3600
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (moment, moment))
