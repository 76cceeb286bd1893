"""A process of its own that looks at links; the test kills it half-way. Argument: the port of the other sites."""

import sys

import django

django.setup()

from migs_site.link_checker.network_policy import NetworkPolicy  # noqa: E402 (Django has to be ready first)
from migs_site.link_checker.services import look_at_some  # noqa: E402 (as above)

look_at_some(
    policy=NetworkPolicy(
        ports=frozenset({int(sys.argv[1])}), permits=lambda address: True, resolve=lambda name, port: ["127.0.0.1"]
    )
)
