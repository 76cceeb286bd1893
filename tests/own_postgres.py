"""A PostgreSQL of one test's own, which can be stopped and frozen without harm to any other."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from migs_site.local.database import LocalDatabase


class OwnPostgres(LocalDatabase):
    """A server with a copy of a database, or empty; `url` is its address."""

    def __init__(self, folder: Path, copy_of: str = ""):
        super().__init__(folder)
        self.url = self.start()
        self.programs = programs = Path(self.postmaster.exe()).parent
        if not copy_of:
            return
        dump = subprocess.run([programs / "pg_dump", "--no-owner", copy_of], capture_output=True, check=True).stdout
        restore = [programs / "psql", "--quiet", "--set=ON_ERROR_STOP=1", self.url]
        subprocess.run(restore, input=dump, stdout=subprocess.DEVNULL, check=True)

    @property
    def postmaster(self) -> psutil.Process:
        return psutil.Process(int((self.folder / "postmaster.pid").read_text().split("\n")[0]))

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Every process of the server stands still: it neither answers nor refuses."""
        postmaster = self.postmaster
        postmaster.send_signal(signal.SIGSTOP)  # first, so that it starts no more
        stopped = [postmaster, *postmaster.children(recursive=True)]
        try:
            for process in stopped[1:]:
                process.send_signal(signal.SIGSTOP)
            yield
        finally:
            for process in stopped:
                with suppress(psutil.NoSuchProcess):  # its client had gone, which it hears now
                    process.send_signal(signal.SIGCONT)
