"""The object store: what is kept in it, and what is said when it is away."""

import datetime
import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from botocore import auth
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile

from migs_site.media_storage import patience as limits
from migs_site.media_storage.failures import StoreAway
from migs_site.media_storage.patience import AT_ONCE
from migs_site.media_storage.store import MediaStore, patience
from tests.object_store import READER_KEY, READER_SECRET


def saved(store, content: bytes = b"words", name: str = "documents/report.pdf") -> str:
    return store.save(name, ContentFile(content))


def read(store, name: str) -> bytes:
    with store.open(name) as file:
        return file.read()


def test_a_file_is_saved_read_and_deleted(store, road):
    name = saved(store)

    assert re.fullmatch(r"documents/[a-z0-9]{10}/report\.pdf", name)
    assert read(store, name) == b"words"
    store.delete(name)
    with pytest.raises(FileNotFoundError):
        store.open(name)
    assert [method for method, _name in road.asked] == ["PUT", "GET", "DELETE", "GET"]


def test_two_files_of_one_name_are_two_files(store):
    first, second = saved(store, b"first"), saved(store, b"second")

    assert (read(store, first), read(store, second)) == (b"first", b"second")


def test_nobody_is_told_where_the_store_is(store, road):
    assert store.url("images/a b/é.jpg") == "/media/images/a%20b/%C3%A9.jpg"
    assert road.asked == []


@pytest.mark.parametrize(
    "name", ["documents/a+b %é&=?#'.pdf", "documents/" + "n" * 240 + ".pdf", "documents/œuvre.PDF"]
)
def test_odd_names_are_kept(store, name):
    kept = store.save(name, ContentFile(b"words"), max_length=100)

    assert (len(kept) <= 100, kept.rpartition(".")[2]) == (True, name.rpartition(".")[2])
    assert read(store, kept) == b"words"


@pytest.mark.parametrize("name", ["../secret", "documents/../../secret", "/etc/passwd"])
def test_no_name_leads_out_of_the_folder(store, road, name):
    with pytest.raises((SuspiciousOperation, FileNotFoundError)):
        store.open(name)

    assert {asked.startswith("media/") for _method, asked in road.asked} <= {True}


def test_a_large_file_is_one_request(store, road):
    content = bytes(range(256)) * 20_000

    name = saved(store, content)

    assert read(store, name) == content
    assert [method for method, _name in road.asked] == ["PUT", "GET"]


TROUBLES = ["refuses", "503", "stalls", "cuts"]


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_store_in_trouble_is_given_up_within_seconds_and_then_at_once(store, road, trouble):
    name = saved(store)
    with road.in_trouble(trouble):
        with pytest.raises(StoreAway):
            store.open(name)
        asked = len(road.asked)
        with pytest.raises(StoreAway):
            store.open(name)
        # Nobody waits for it a second time; one that cuts an answer off does answer, and is asked.
        assert trouble == "cuts" or len(road.asked) == asked

    patience.away_until = 0.0
    assert read(store, name) == b"words"


@pytest.mark.parametrize("trouble", TROUBLES)
def test_nothing_is_said_to_be_stored_that_may_not_be(store, road, trouble):
    with road.in_trouble(trouble), pytest.raises(StoreAway):
        saved(store)


def test_a_few_who_wait_for_the_store_keep_nobody_else_waiting(store):
    with ExitStack() as waiting:
        for _place in range(AT_ONCE):
            waiting.enter_context(patience.place())

        began = time.monotonic()
        with pytest.raises(StoreAway, match="Too much is asked"):
            saved(store)

    assert time.monotonic() - began < 5
    assert read(store, saved(store)) == b"words"


def test_a_length_that_nobody_says_is_no_error(store, road):
    """As where a proxy before the store compresses."""
    name = saved(store)

    with road.in_trouble("chunks", "GET"):
        assert read(store, name) == b"words"


def test_a_store_that_drips_is_given_up_in_time(store, road, monkeypatch):
    monkeypatch.setattr(limits, "LEAST", 0.5)
    name = saved(store, b"words" * 100)

    began = time.monotonic()
    with road.in_trouble("drips"), pytest.raises(StoreAway, match="too slowly"):
        store.open(name)

    assert time.monotonic() - began < 5


def test_an_answer_that_was_cut_once_is_asked_for_again(store, road):
    name = saved(store)

    with road.in_trouble("cuts", "GET", times=1):
        assert read(store, name) == b"words"


def test_an_upload_whose_answer_was_lost_is_sent_again(store, road):
    with road.in_trouble("cuts", "PUT", times=1):
        name = saved(store)

    assert read(store, name) == b"words"


def test_many_threads_get_each_their_own(store):
    def keep(number: int) -> bool:
        content = f"content {number}".encode() * 50_000
        return read(store, saved(store, content)) == content

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert list(pool.map(keep, range(24))) == [True] * 24


def test_what_is_gone_already_can_be_deleted(store):
    store.delete("documents/nothing.pdf")


def test_what_cannot_be_deleted_stops_nobody(store, road):
    name = saved(store)

    with road.in_trouble("503"):
        store.delete(name)

    patience.away_until = 0.0
    assert read(store, name) == b"words"


def test_the_address_may_name_a_key_that_only_reads(store, road, settings):
    name = saved(store)
    settings.MEDIA_STORAGE_URL = road.address(key=READER_KEY, secret=READER_SECRET)
    reader = MediaStore()

    assert read(reader, name) == b"words"
    with pytest.raises(StoreAway, match="AccessDenied"):
        saved(reader)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"secret": "wrong"}, "SignatureDoesNotMatch"),
        ({"key": "nobody"}, "InvalidAccessKeyId"),
        ({"bucket": "nowhere"}, "NoSuchBucket"),
    ],
)
def test_a_wrong_address_is_no_missing_file(store, road, settings, part, said):
    settings.MEDIA_STORAGE_URL = road.address(**part)
    wrong = MediaStore()

    with pytest.raises(StoreAway, match=said):
        wrong.open("documents/report.pdf")
    with pytest.raises(StoreAway, match=said):
        wrong.try_it()


def test_a_clock_that_is_wrong_by_an_hour_is_said(store, monkeypatch):
    late = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)
    monkeypatch.setattr(auth, "get_current_datetime", lambda remove_tzinfo=True: late.replace(tzinfo=None))

    with pytest.raises(StoreAway, match="RequestTimeTooSkewed"):
        store.try_it()
