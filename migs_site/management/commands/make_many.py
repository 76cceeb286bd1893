"""Fills a site on a laptop with more than it will ever hold."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from migs_site.local.many import make_many

NUMBERS = {
    "people": 10_000,
    "groups": 300,
    "memberships": 60_000,
    "recommendations": 2_000,
    "entries": 20_000,
    "organizations": 1_000,
    "editions": 1_000,
}


class Command(BaseCommand):
    help = (
        "Adds very many people, recommendations and books, for benchmarks. Refuses on a server (BASE_URL with https)."
    )

    def add_arguments(self, parser):
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same names and dates")
        for name, number in NUMBERS.items():
            parser.add_argument(f"--{name}", type=int, default=number, metavar="NUMBER")

    def handle(self, *, seed, **options):
        if settings.IS_HTTPS:
            raise CommandError("This is a server: nothing was made. Run it on a laptop, on a database of its own.")
        numbers = {name: options[name] for name in NUMBERS}
        make_many(seed=seed, **numbers)
        self.stdout.write("Made " + ", ".join(f"{number} {name}" for name, number in numbers.items()) + ".")
