"""Which e-mail addresses are one mailbox, so that they share one budget."""

GMAIL = {"gmail.com", "googlemail.com"}


def mailbox(email: str) -> str:
    """Where mail to this address arrives, for limits: with a “+word”, and at Gmail with dots, it is the same box.

    Two people at another provider whose addresses differ so share a budget, which harms less than many for one.
    """
    name, _at, host = email.strip().casefold().rpartition("@")
    name = name.partition("+")[0] or name
    if host in GMAIL:
        return f"{name.replace('.', '')}@gmail.com"
    return f"{name}@{host}"
