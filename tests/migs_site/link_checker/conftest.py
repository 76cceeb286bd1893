import pytest

from tests.migs_site.link_checker.servers import Sites


@pytest.fixture
def sites():
    made = Sites()
    yield made
    made.close()


@pytest.fixture
def secure_sites():
    made = Sites(tls=True)
    yield made
    made.close()


@pytest.fixture
def impatient(monkeypatch):
    """Two seconds stand for the whole time that one address may take."""
    limits = dict.fromkeys(["connect", "read", "write", "pool"], 1.0)
    monkeypatch.setattr("migs_site.link_checker.checking.SECONDS", limits)
    monkeypatch.setattr("migs_site.link_checker.checking.SECONDS_IN_ALL", 2.0)
