from tests.migs_site.outbox.conftest import serve

__all__ = ["serve"]
