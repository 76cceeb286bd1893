"""migrate for a site that people use meanwhile: it waits for nobody long, and one at a time."""

import gc
import time

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

ONE_AT_A_TIME = 0x6D696773  # of pg_advisory_lock: “migs”
LONGEST_QUEUE = 15 * 60 * 1000  # milliseconds for which another run may take
LONGEST_WAIT = 500  # milliseconds for which a migration may hold up all who come after it to the same table
PAUSE = 1  # seconds in which those get on
TRIES = 300
NOT_OUR_TURN = (
    "Somebody else has held the lock of migrations for a quarter of an hour: nothing was migrated. If no other "
    "migration runs, pg_stat_activity says who waits and pg_locks (locktype advisory) who holds it; end that session."
)


class Command(BaseCommand):
    help = (
        "Migrates while the site is used. A migration that does not get a table within half a second lets everybody "
        "pass and is tried again, for some seven minutes; a second one that runs at the same time waits for the first."
    )

    def add_arguments(self, parser):
        parser.add_argument("--tries", type=int, default=TRIES)

    def handle(self, **options):
        # Migrations make thousands of models anew at each step: to look for rubbish after every 700 objects takes half
        # of the time of a first start.
        gc.set_threshold(50_000)
        try:
            self.take_turn()
            self.migrate(options["tries"], options["verbosity"])
        finally:
            connection.close()  # and with it the lock and the time limit

    def take_turn(self) -> None:
        """Any role can hold this lock, so nobody waits for it without end."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{LONGEST_QUEUE}ms"])
            try:
                cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable):
                    raise
                raise CommandError(NOT_OUR_TURN) from error
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{LONGEST_WAIT}ms"])

    def migrate(self, tries: int, verbosity: int) -> None:
        for _ in range(tries):
            try:
                return call_command("migrate", interactive=False, verbosity=verbosity, stdout=self.stdout)
            except OperationalError as error:
                if not isinstance(error.__cause__, LockNotAvailable):
                    raise
                self.stdout.write("Somebody uses a table that a migration needs: they go first.")
            time.sleep(PAUSE)
        raise CommandError(f"A table was in use at each of {tries} tries: nothing more was migrated. Run this again.")
