"""What the site itself has to do with a restored database: migrate, erase again, sign everybody out."""

import sys
from pathlib import Path

from deploy.backup.failures import Failed, Refused
from deploy.backup.programs import run
from deploy.backup.recovery import Recovery
from deploy.backup.settings import Settings, owner_of

# What restic is told, and the account of the site is not.
OF_BACKUPS = ("BACKUP_", "RESTIC_", "AWS_")
ROOT = Path(__file__).resolve().parent.parent.parent


def python() -> Path:
    own = ROOT / ".venv" / "bin" / "python"
    return own if own.exists() else Path(sys.executable)


def fetch_files(settings: Settings) -> str | None:
    """Bring the files of an object store, where there is one, into DATA_DIR; a sentence if that failed.

    As the account that owns DATA_DIR, and may have put anything there.
    """
    if not settings.environment.get("MEDIA_STORAGE_URL"):
        return None
    known = {name: value for name, value in settings.environment.items() if not name.startswith(OF_BACKUPS)}
    try:
        run(
            [python(), "-B", ROOT / "manage.py", "prepare_backup"],
            account=owner_of(settings.data),
            environment=known | {"DATA_DIR": str(settings.data)},
            what="The files of the object store were not fetched",
            tells_all=True,
        )
    except Failed as error:
        return f"{error} The backup has them as they were before."
    return None


class Site:
    """The release that this module belongs to. Raises Refused when it cannot start, before anything is restored."""

    def __init__(self, settings: Settings, data: Path):
        self.settings, self.data = settings, data
        try:
            self._manage("check", database_url=settings.environment.get("DATABASE_URL", ""))
        except Failed as error:
            raise Refused(
                f"{error} Give the site’s settings (--env FILE), or restore the bare data with --only-data."
            ) from error

    def bring_up(self, recovery: Recovery, lists: list[Path]) -> list[str]:
        """What each step has to say. Running it twice does no harm."""
        old = self.settings.environment["DATABASE_URL"]
        here = recovery.url(old)
        self._manage("migrate", "--no-input", "--verbosity=0", database_url=here)
        again = self._manage("reapply_erasures", *map(str, lists), database_url=here).strip()
        recovery.execute(old, "DELETE FROM django_session")
        return ["The database is migrated.", again, "Everybody is signed out."]

    def _manage(self, *words: str, database_url: str) -> str:
        environment = self.settings.environment | {"DATABASE_URL": database_url, "DATA_DIR": str(self.data)}
        command = [python(), ROOT / "manage.py", *words]
        return run(command, environment=environment, what=f"manage.py {words[0]}")
