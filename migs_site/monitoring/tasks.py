"""What the worker does for administrators. Safe to run twice."""

import logging

from django.conf import settings
from django.utils import translation
from procrastinate.contrib.django import app

from migs_site.monitoring.error_mails import mail_errors
from migs_site.monitoring.servers import sentences

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(
    queueing_lock="tell_of_errors",
    lock="tell_of_errors",
    pass_context=False,
    aliases=["migs_site.tasks.tell_of_errors"],
)
def tell_of_errors(timestamp: int) -> None:
    """Every minute: administrators get a mail about what went wrong."""
    mail_errors()


@app.periodic(cron="23 12 * * *")
@app.task(queueing_lock="tell_of_servers", lock="tell_of_servers", pass_context=False)
def tell_of_servers(timestamp: int) -> None:
    """Each morning: who never opens the admin is told by mail, as of an error, what *What needs attention* says."""
    with translation.override(settings.LANGUAGE_CODE):
        for said in sentences():
            logger.error(said)
