"""What the site itself has to do with a restored database: migrate, erase again, sign everybody out."""

import sys
from pathlib import Path

from deploy.backup.failures import Failed, Refused
from deploy.backup.programs import run
from deploy.backup.recovery import Recovery
from deploy.backup.settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent


class Site:
    """The release that this module belongs to. Raises Refused when it cannot start, before anything is restored."""

    def __init__(self, settings: Settings, data: Path):
        self.settings, self.data = settings, data
        own = ROOT / ".venv" / "bin" / "python"
        self.python = own if own.exists() else Path(sys.executable)
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
        command = [self.python, ROOT / "manage.py", *words]
        return run(command, environment=environment, what=f"manage.py {words[0]}")
