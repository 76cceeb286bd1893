"""What the background worker does for limits. Every task is safe to run twice."""

from procrastinate.contrib.django import app

from migs_site.rate_limits.services import forget_whole_budgets


@app.periodic(cron="51 3 * * *")
@app.task(queueing_lock="sweep_rate_limits", lock="sweep_rate_limits", pass_context=False)
def sweep_rate_limits(timestamp: int) -> None:
    """Every night; ``timestamp`` is when this run was due."""
    forget_whole_budgets()
