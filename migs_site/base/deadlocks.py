"""Two who wrote the same rows at once, in contrary orders: PostgreSQL then ends one of them, and the other goes on."""


def is_conflict(error: BaseException | None) -> bool:
    """Whether a transaction was ended for the sake of another: SQLSTATE class 40, a deadlock or a stale read."""
    while error:
        if (getattr(error, "sqlstate", None) or "").startswith("40"):
            return True
        error = error.__cause__
    return False
