"""Workers that a test kills: for each line of its input this forks one, says its number, and says when it is over."""

import os
import sys

import django

django.setup()

from migs_site.outbox.sending import send_due  # noqa: E402 (Django has to be ready first)

for _line in sys.stdin:
    worker = os.fork()
    if not worker:
        send_due()
        os._exit(0)
    print(worker, flush=True)
    os.waitpid(worker, 0)
    print("over", flush=True)
