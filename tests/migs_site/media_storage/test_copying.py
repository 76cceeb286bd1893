"""Files brought into the store and back, and what nobody names taken away."""

import datetime
import os
import shutil
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from deploy.backup.site_commands import FETCHED
from internships.erasure.lists import list_of_erasures
from internships.models import Erasure
from migs_site.media_storage import tasks, tidying
from migs_site.media_storage.store import MediaStore, patience
from tests.factories.images import image, photograph_file

FILES = {
    "images/a/small é.jpg": b"small",
    "original_images/b/large.jpg": b"large" * 1000,
    "documents/c/report.pdf": b"",
}


@pytest.fixture
def emptied(store):
    """The store without what other tests have left in it, and a folder with files."""
    for each in list(MediaStore().listed()):
        MediaStore().delete(each["Name"])
    root = Path(settings.MEDIA_ROOT)
    for name, content in FILES.items():
        (root / name).parent.mkdir(parents=True)
        (root / name).write_bytes(content)
    yield root
    shutil.rmtree(settings.DATA_DIR)


def run(deed: str, capsys) -> list[str]:
    call_command("media_storage", deed)
    return capsys.readouterr().out.splitlines()


def in_folder(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_every_file_goes_into_the_store_once_and_comes_back(emptied, road, capsys):
    MediaStore().client.put_object(Bucket="institute", Key="media/images/", Body=b"")  # a console's folder
    assert run("send", capsys) == ["3 copied, 0 were there."]
    assert run("send", capsys) == ["0 copied, 3 were there."]
    shutil.rmtree(emptied)
    assert run("fetch", capsys) == ["3 copied, 0 were there."]
    road.asked.clear()
    assert run("fetch", capsys) == ["0 copied, 3 were there."]

    assert in_folder(emptied) == FILES
    assert len(road.asked) == 1


def test_what_left_the_store_leaves_the_folder(emptied, capsys):
    run("send", capsys)
    run("fetch", capsys)  # since when the files have the times of the store
    MediaStore().delete("documents/c/report.pdf")
    (emptied / "images/a/small é.jpg").write_bytes(b"cut")

    assert run("fetch", capsys) == ["1 copied, 1 were there, 1 taken away."]
    assert in_folder(emptied) == {name: FILES[name] for name in FILES if name != "documents/c/report.pdf"}


def test_nothing_is_replaced_in_the_store(emptied, capsys):
    run("send", capsys)
    (emptied / "images/a/small é.jpg").write_bytes(b"other")

    with pytest.raises(CommandError, match=r"other content for images/a/small é\.jpg: 1 in all"):
        run("send", capsys)
    with MediaStore().open("images/a/small é.jpg") as file:
        assert file.read() == b"small"


def test_an_empty_store_takes_nothing_away(emptied, capsys):
    with pytest.raises(CommandError, match="The store is empty"):
        run("fetch", capsys)
    assert in_folder(emptied) == FILES


def test_a_name_that_leads_out_of_the_folder_is_refused(emptied, capsys, road):
    class Hostile(MediaStore):
        def listed(self):
            yield {"Name": "../../stolen", "Size": 1, "LastModified": timezone.now()}

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("migs_site.media_storage.copying.MediaStore", Hostile)
        with pytest.raises(CommandError, match="leads out of the folder"):
            run("fetch", capsys)


@pytest.mark.parametrize("trouble", ["refuses", "503", "cuts"])
@pytest.mark.parametrize("deed", ["try", "send", "fetch"])
def test_a_store_in_trouble_is_one_sentence(emptied, road, capsys, deed, trouble):
    with road.in_trouble(trouble), pytest.raises(CommandError, match="The object store"):
        run(deed, capsys)


def test_a_file_that_is_not_what_was_stored_is_never_given_out(emptied, capsys):
    name = MediaStore().save("documents/report.pdf", ContentFile(b"ours"))
    client, key = MediaStore().client, f"media/{name}"
    metadata = client.head_object(Bucket="institute", Key=key)["Metadata"]
    client.put_object(Bucket="institute", Key=key, Body=b"false", Metadata=metadata)

    with pytest.raises(CommandError, match="another file than was stored"):
        run("fetch", capsys)
    assert os.listdir(emptied / name[: name.rindex("/")]) == []
    assert patience.away_until == 0  # one damaged file keeps nobody from the others


def test_a_store_is_tried_and_left_as_it_was(emptied, capsys):
    assert run("try", capsys) == [
        "The bucket is there, and can be listed.",
        "A file can be stored.",
        "It can be read.",
        "Strangers cannot.",
        "It can be deleted.",
    ]
    assert list(MediaStore().listed()) == []


@pytest.mark.django_db
def test_what_no_row_names_goes_after_a_day(emptied, monkeypatch):
    named = image(file=photograph_file((60, 80))).get_rendition("max-20x20")
    MediaStore().save("documents/lost.pdf", ContentFile(b"lost"))
    MediaStore()._save("static-edition.signers", ContentFile(b"a key"))
    tasks.tidy_store(0)
    assert len(list(MediaStore().listed())) == 4

    tomorrow = timezone.now() + datetime.timedelta(days=1, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    tasks.tidy_store(0)

    names = [named.image.file.name, named.file.name, "static-edition.signers"]
    assert sorted(each["Name"] for each in MediaStore().listed()) == sorted(names)


@pytest.mark.django_db
def test_a_store_that_lets_nothing_be_deleted_is_said_to(emptied, road, capsys, caplog, monkeypatch):
    MediaStore().save("documents/lost.pdf", ContentFile(b"lost"))
    tomorrow = timezone.now() + datetime.timedelta(days=1, minutes=1)

    with road.in_trouble("503", "DELETE"):
        with pytest.raises(CommandError, match="The object store"):
            run("try", capsys)
        patience.away_until = 0.0
        monkeypatch.setattr(timezone, "now", lambda: tomorrow)
        with caplog.at_level("INFO"):
            tasks.tidy_store(0)

    assert ("was not tidied" in caplog.text, "Deleted" in caplog.text) == (True, False)


@pytest.mark.django_db
def test_a_store_of_which_no_row_names_anything_is_left_alone(emptied, monkeypatch, capsys):
    run("send", capsys)
    monkeypatch.setattr(tidying, "FEW", 2)
    later = timezone.now() + datetime.timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert tidying.tidy() == 0
    assert len(list(MediaStore().listed())) == 3


@pytest.mark.django_db
def test_a_backup_finds_all_files_and_erasures_in_the_folder(emptied, capsys):
    run("send", capsys)
    shutil.rmtree(emptied)
    erased = Erasure.objects.create(application_id=uuid.uuid4(), why="command", erased_at=timezone.now())

    call_command("prepare_backup")

    assert capsys.readouterr().out == "3 copied, 0 were there.\n"
    assert in_folder(emptied) == FILES
    assert list_of_erasures().read_text().startswith(str(erased.pk))
    assert (settings.DATA_DIR / FETCHED).exists()


def test_without_a_store_there_is_nothing_to_do():
    with pytest.raises(CommandError, match="MEDIA_STORAGE_URL is empty"):
        call_command("media_storage", "try")
