"""Loads what the printed brochure states into the database."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from migs_site import brochure
from migs_site.brochure.loader import Loader
from migs_site.brochure.source import Mistake

FOLDER = Path(brochure.__file__).parent


class Command(BaseCommand):
    help = (
        "Makes the pages and records of the brochure that are missing, in English and French. "
        "What exists is never touched; run twice, the second run makes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--english", type=Path, default=FOLDER / "content.yaml", help="the English, as YAML")
        parser.add_argument("--french", type=Path, default=FOLDER / "fr.po", help="the French, as a PO file")

    def handle(self, *, english, french, verbosity, **options):
        report = self.stdout.write if verbosity else lambda line: None
        try:
            made = Loader(english, french, lambda line: report(f"  made {line}")).load()
        except Mistake as mistake:
            raise CommandError(f"Nothing was loaded. {mistake}") from mistake
        report(f"The brochure is loaded: {made} things made." if made else "The brochure was loaded already.")
