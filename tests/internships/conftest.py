import pytest
from django.core.files.storage import storages


@pytest.fixture(autouse=True)
def storage(tmp_path, monkeypatch):
    """An empty storage of applications' files for each test, in this folder."""
    folder = tmp_path / "applications"
    folder.mkdir()
    in_use = storages["applications"]
    for name in ("_location", "base_location", "location"):
        monkeypatch.setitem(in_use.__dict__, name, str(folder))
    return folder


@pytest.fixture
def stored(storage):
    """What lies in that folder now."""
    return lambda: sorted(path.read_bytes() for path in storage.rglob("*") if path.is_file())
