"""What the site itself has to do with a restored database: migrate, erase again, sign everybody out."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deploy.backup.failures import Failed, Refused
from deploy.backup.moments import shown
from deploy.backup.programs import run
from deploy.backup.recovery import Recovery
from deploy.backup.settings import Settings, owner_of

# What restic is told, and the account of the site is not.
OF_BACKUPS = ("BACKUP_", "RESTIC_", "AWS_")
FETCHED = ".fetched"  # below DATA_DIR; its time says when prepare_backup has done its work
FRESH = timedelta(minutes=15)  # it is run every three
ROOT = Path(__file__).resolve().parent.parent.parent


def python() -> Path:
    own = ROOT / ".venv" / "bin" / "python"
    return own if own.exists() else Path(sys.executable)


def files_not_fetched(settings: Settings) -> str | None:
    """A sentence if DATA_DIR has not the files of the object store as they are now, where there is one.

    manage.py prepare_backup fetches them, as the account of the site (migs-backup-files.service), and notes when.
    """
    if not settings.environment.get("MEDIA_STORAGE_URL"):
        return None
    try:
        fetched = datetime.fromtimestamp((settings.data / FETCHED).stat().st_mtime, UTC)
    except (OSError, ValueError, OverflowError):  # or of a year that there is not
        fetched = None
    if fetched and abs(datetime.now(UTC) - fetched) < FRESH:
        return None
    when = f"been fetched since {shown(fetched)}" if fetched else "been fetched yet"
    return (
        f"The files of the object store have not {when} (journalctl -u migs-backup-files): newer ones are in no backup."
    )


class Site:
    """The release that this module belongs to. Raises Refused when it cannot start, before anything is restored."""

    def __init__(self, settings: Settings, data: Path):
        self.settings, self.data, self.account = settings, data, owner_of(data)
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
        """As the account of the site, which owns DATA_DIR."""
        every, left_out = self.settings.environment.items(), self.settings.of_restic
        known = {name: value for name, value in every if not name.startswith(OF_BACKUPS) and name not in left_out}
        return run(
            [python(), "-B", ROOT / "manage.py", *words],
            account=self.account,
            environment=known | {"DATABASE_URL": database_url, "DATA_DIR": str(self.data)},
            what=f"manage.py {words[0]}",
            tells_all=True,
        )
