"""Backups in a place that is no folder: a bucket of an object store, and another machine over SFTP."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.backup.failures import Failed
from deploy.backup.repository import Repository
from deploy.backup.settings import Settings
from tests.object_store import BUCKET, KEY, SECRET
from tests.system_packages import SFTP_SERVER

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "password").write_text("a password of the repository")
    (tmp_path / "data" / "media").mkdir(parents=True)
    (tmp_path / "data" / "media" / "portrait.jpg").write_bytes(b"a portrait")

    def build(repository: str, **environment: str) -> Settings:
        names = {name: tmp_path / name for name in ("folder", "status", "data")}
        known = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)} | environment
        password = tmp_path / "password"
        return Settings(repository, password, days=35, database="", environment=known, **names)

    return build


def test_a_bucket_holds_backups_and_gives_them_back(settings, object_store, tmp_path):
    keys = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}

    stored_and_restored(settings(f"s3:http://127.0.0.1:{object_store.port}/{BUCKET}/backups", **keys), tmp_path)


def test_another_machine_holds_backups_over_sftp_and_gives_them_back(settings, tmp_path):
    """As restic and a server speak it; ssh, which carries it, is left out."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "ssh").write_text(f"#!/bin/sh\nexec {SFTP_SERVER}\n")
    (tmp_path / "bin" / "ssh").chmod(0o755)
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"

    stored_and_restored(settings(f"sftp:backup@second.example.org:{tmp_path / 'far'}", PATH=path), tmp_path)

    assert (tmp_path / "far" / "config").exists()


def test_a_bucket_that_refuses_the_key_is_said_to(settings, object_store):
    keys = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": "wrong"}

    with pytest.raises(Failed, match="does not match the signature"):
        Repository(settings(f"s3:http://127.0.0.1:{object_store.port}/{BUCKET}/refused", **keys)).init()


def stored_and_restored(settings: Settings, folder: Path) -> None:
    repository = Repository(settings)

    assert [repository.init(), repository.init()] == [True, False]
    repository.add([settings.data], is_night=True, since=NOW - timedelta(days=1), at=NOW)
    [snapshot] = repository.snapshots()
    repository.check("100%")
    repository.restore(snapshot, folder / "restored", settings.data)

    assert (snapshot.is_night, snapshot.since) == (True, NOW - timedelta(days=1))
    assert (folder / "restored" / str(settings.data)[1:] / "media" / "portrait.jpg").read_bytes() == b"a portrait"
