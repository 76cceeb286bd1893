"""What arrives with a form that nobody takes: it is let go of, and read to its end."""

from contextlib import suppress


def give_up(request) -> None:
    """Close the file in hand, and read what the visitor is still sending, or the answer is lost with the connection."""
    for handler in request.upload_handlers:
        with suppress(OSError):  # what is still in the buffer finds no room; or the visitor has gone away
            handler.upload_interrupted()
    with suppress(OSError):
        while request.read(64 * 1024):
            pass
