"""What the background worker does for the static edition. Safe to run twice."""

from procrastinate.contrib.django import app

from migs_site.static_edition.services import bring_edition_up_to_date

AFTER_ALL_ELSE = -10


@app.periodic(cron="*/3 * * * *")
@app.task(
    queueing_lock="follow_content_in_edition",
    lock="follow_content_in_edition",
    priority=AFTER_ALL_ELSE,
    pass_context=False,
)
def follow_content_in_edition(timestamp: int) -> None:
    """Every three minutes: whoever edits all day makes one edition in that time; ``timestamp`` is when it was due."""
    bring_edition_up_to_date()
