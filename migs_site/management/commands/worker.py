import asyncio

from django.core.management.base import BaseCommand, CommandError

from migs_site.worker import Hopeless, keep_working


class Command(BaseCommand):
    help = (
        "Does the background work, until it is asked to end (SIGTERM). Waits for a database that is away, and goes on "
        "when it is back. Ends with another code than 0 only where it cannot go on."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--graceful-timeout", type=float, default=30, help="seconds that a job may take to end once asked (30)"
        )

    def handle(self, *args, graceful_timeout: float, **options):
        try:
            asyncio.run(keep_working(shutdown_graceful_timeout=graceful_timeout))
        except Hopeless as error:
            raise CommandError(str(error)) from error
