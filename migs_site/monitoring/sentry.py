"""Errors to a collector that speaks Sentry's protocol, where SENTRY_DSN names one; off otherwise.

What is sent is built anew from what is meant: which error, where, and the name of the request. No address and no body
of a request, no variable, no user, nothing that a library adds. The package is installed only where it is used.
"""

import logging

from django.conf import settings

from migs_site.base.outages import is_outage
from migs_site.monitoring.logs import request_id, without_secrets

try:
    import sentry_sdk
    from sentry_sdk.integrations.logging import LoggingIntegration
except ImportError:
    sentry_sdk = None

KEPT = ("event_id", "timestamp", "level", "platform", "logger", "release")
KEPT_OF_A_FRAME = ("filename", "function", "module", "lineno", "in_app")


def begin() -> None:
    if not settings.SENTRY_DSN:
        return
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[LoggingIntegration(level=None, event_level=logging.ERROR)],
        before_send=event_to_send,
        before_breadcrumb=lambda crumb, hint: None,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        send_default_pii=False,
        send_client_reports=False,
        auto_session_tracking=False,
        server_name="",
    )


def event_to_send(event: dict, hint: dict) -> dict | None:
    """What is sent of an event; nothing of an outage of the database."""
    if is_outage((hint.get("exc_info") or [None, None])[1]):
        return None
    sent = {name: event[name] for name in KEPT if name in event}
    sent["message"] = without_secrets((event.get("logentry") or {}).get("message") or "")
    sent["tags"] = {"request": request_id.get()}
    errors = (event.get("exception") or {}).get("values", [])
    if errors:
        sent["exception"] = {"values": [error_of(each) for each in errors]}
    return sent


def error_of(value: dict) -> dict:
    frames = (value.get("stacktrace") or {}).get("frames", [])
    kept = [{name: frame[name] for name in KEPT_OF_A_FRAME if name in frame} for frame in frames]
    said = without_secrets(value.get("value") or "")
    return {"type": value.get("type"), "module": value.get("module"), "value": said, "stacktrace": {"frames": kept}}
