"""What can be wrong with an object store, in words that need no client of one."""


class StoreAway(OSError):
    """The store does not answer, not in time or not whole, or refuses us: nothing that a user did is wrong."""


RETRY_AFTER = 60  # seconds that whoever meets one is asked to wait
