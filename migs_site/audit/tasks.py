"""What the background worker does for the audit log. Every task is safe to run twice."""

from procrastinate.contrib.django import app

from migs_site.audit.services import forget_old_entries


@app.periodic(cron="1 4 * * *")
@app.task(queueing_lock="prune_audit_log", lock="prune_audit_log", pass_context=False)
def prune_audit_log(timestamp: int) -> None:
    """Every night; ``timestamp`` is when this run was due."""
    forget_old_entries()
