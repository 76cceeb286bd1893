"""What the background worker does for those who sign in."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from migs_site.accounts.mail import password_reset
from migs_site.accounts.models import User

# After 3 seconds, 9, 27, 81, 4 minutes, 12, 36: for an hour, as long as somebody waits for it.
WHILE_AWAITED = RetryStrategy(max_attempts=8, exponential_wait=3)


@app.task(retry=WHILE_AWAITED)
def send_password_reset(user_id: int | None) -> None:
    """Send somebody a link to choose a new password; None is nobody. A second run sends a second link."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user:
        password_reset(user).send()
