"""What the worker does for administrators. Safe to run twice."""

from procrastinate.contrib.django import app

from migs_site.monitoring.error_mails import mail_errors


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="tell_of_errors", lock="tell_of_errors", pass_context=False)
def tell_of_errors(timestamp: int) -> None:
    """Every minute: administrators get a mail about what went wrong."""
    mail_errors()
