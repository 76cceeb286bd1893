import pytest
from botocore.config import Config
from django.core.files.storage import default_storage

from migs_site.media_storage import store as module
from migs_site.media_storage.store import patience
from tests.object_store import Road


@pytest.fixture(scope="session")
def road(object_store):
    road = Road(object_store)
    with pytest.MonkeyPatch.context() as shorter:  # the limit of a test: half a second instead of four
        shorter.setattr(module, "CONFIG", module.CONFIG.merge(Config(read_timeout=0.5)))
        yield road
    road.close()


@pytest.fixture
def store(road, settings, tmp_path):
    """The site with its files in the object store, and with no folder for any."""
    patience.away_until = 0.0
    settings.DATA_DIR = tmp_path / "nothing"
    settings.MEDIA_ROOT = tmp_path / "nothing" / "media"
    settings.MEDIA_STORAGE_URL = road.address()
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "migs_site.media_storage.store.MediaStore"}}
    road.asked.clear()
    yield default_storage
    assert not (tmp_path / "nothing").exists()
    patience.away_until = 0.0
