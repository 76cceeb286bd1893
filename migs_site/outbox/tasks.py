"""The worker sends what is due. Every task is safe to run twice, and beside itself."""

from procrastinate.contrib.django import app

from migs_site.outbox.sending import send_due


@app.task()
def send_due_mails() -> None:
    """Queued with each mail, for its time; sends whatever is due by then. What it leaves, the next run takes up."""
    send_due()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="send_waiting_mails", pass_context=False)
def send_waiting_mails(timestamp: int) -> None:
    """Every minute: mails whose next attempt has come, and those of workers that were killed."""
    send_due()
