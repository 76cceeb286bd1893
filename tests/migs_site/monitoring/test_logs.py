"""What the log says, in which form, and what it leaves out: addresses that are keys, and what is somebody’s own."""

import datetime
import json
import logging
import re
import sys
import time

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from internships.documents.packing import pack
from migs_site.monitoring.logs import Json, Private, request_id
from tests.factories import internships
from tests.web_server import Server

TOKEN = "Mq3vW0sYB1n-KkR8e_TzUoVb5C2hXdJ7gLpA4fQ6iNty"
RESET = "/admin/password_reset/confirm/MQabcdef/d4k2zz-0123456789abcdef0123456789abcdef/"


def written(message: str, *args, exc_info=None) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, exc_info)
    return Private(fmt="{message}", style="{").format(record)


@pytest.mark.parametrize("end", ["", "/", "/erase/", "?x=1", "./", ").", "%3E", "%22/", ",", "”", ">", "'"])
def test_the_token_of_an_application_is_not_written_whatever_came_after_it_in_a_mail(end):
    assert written("%s: %s", "Not Found", f"/en/apply/{TOKEN}{end}") == f"Not Found: /en/apply/…{end}"


@pytest.mark.parametrize("start", ["<", "“", '("', " ", "\n", "\\"])
def test_nor_whatever_came_before_it(start):
    assert written("Not Found: %s", f"/en/apply/{start}{TOKEN}") == f"Not Found: /en/apply/{start}…"


def test_a_token_without_a_digit_is_one_as_well():
    """One in 1,800 has none."""
    token = "".join(letter for letter in TOKEN if not letter.isdigit()) + "AbCdEfGhIj"

    assert written("Not Found: %s", f"/fr/candidature/{token}/") == "Not Found: /fr/candidature/…/"


def test_the_key_of_packed_files_which_has_no_capital_is_not_written(db):
    key = pack(internships.application())

    assert key == key.lower()
    assert written("Service Unavailable: %s", f"/en/apply/files/{key}/") == "Service Unavailable: /en/apply/files/…/"


def test_the_token_of_a_new_password_is_not_written():
    assert written("Not Found: %s", RESET) == "Not Found: /admin/password_reset/confirm/MQabcdef/…/"


@pytest.mark.parametrize(
    "said", ["/en/recommendations/will-to-intervene-2009-09/", "/static/css/index.3f2a1b0c9d8e.css"]
)
def test_other_addresses_are_written_as_they_are(said):
    assert written("Not Found: %s", said) == f"Not Found: {said}"


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("zoe@example.org", "…@…"),
        ("z" * 200 + "@example.org", "…@…"),
        ("z.o+e%40@localhost", "…@…"),
        ("a@b+c@d.org", "…@……@…"),
    ],
)
def test_no_address_is_written(address, left):
    assert written("sent to %s; it", address) == f"sent to {left}; it"


@pytest.mark.parametrize("letter", ["a", ".", "@", "/", "a@", "A/", "DETAIL: "])
def test_what_is_very_long_is_written_soon(letter):
    """Whoever writes a line holds all others up. Tried from each letter to its end, this takes many seconds."""
    began = time.process_time()

    written("Not Found: %s", "/en/" + letter * (200_000 // len(letter)))

    assert time.process_time() - began < 5


def test_a_job_that_failed_is_written_without_the_address_it_was_about():
    """As Procrastinate names it."""
    job = "Job internships.tasks.mail_lost_links[7](email='zoé+x@mail.example.org') ended with status: Error"

    assert written(job) == job.replace("zoé+x@mail.example.org", "…@…")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"institution": None}, "DETAIL:  Failing row contains (…"),
        ({"reference": "K7QX-39TM"}, "DETAIL:  Key (…"),
    ],
)
def test_what_the_database_refused_is_not_written_with_the_row(change, said):
    internships.application(reference="K7QX-39TM")
    application = internships.draft(name="Zoë Secret")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            [(column, value)] = change.items()
            cursor.execute(
                f"UPDATE internships_application SET {column} = %s WHERE id = %s",  # noqa: S608 (our own)
                [value, application.pk],
            )
    except IntegrityError:
        found = written("Internal Server Error: %s", "/x", exc_info=sys.exc_info())

    assert (said in found, "Zoë" in found, "K7QX" in found) == (True, False, False)


def as_json(message: str, *args, **more) -> str:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, message, args, more.pop("exc_info", None))
    record.__dict__ |= more
    return Json().format(record)


def test_a_line_of_json_says_when_how_grave_who_what_and_of_which_request():
    before = datetime.datetime.now(datetime.UTC)
    token = request_id.set("0123456789abcdef")
    line = json.loads(as_json("Gone: %s", f"/en/apply/{TOKEN}/"))
    request_id.reset(token)

    assert abs(datetime.datetime.fromisoformat(line.pop("time")) - before) < datetime.timedelta(seconds=5)
    assert line == {
        "level": "ERROR", "logger": "django.request", "request": "0123456789abcdef", "message": "Gone: /en/apply/…/",
    }  # fmt: skip


def test_a_traceback_is_in_the_same_line_without_the_values_of_variables():
    secret = "Zoë's"
    try:
        raise ValueError(f"no mailbox: zoe@example.org, after\n{secret[3:]}")
    except ValueError:
        written = as_json("Failed", exc_info=sys.exc_info())

    assert len(written.splitlines()) == 1
    assert json.loads(written)["traceback"].endswith("ValueError: no mailbox: …@…, after\n's")
    assert "Zoë" not in written


def test_what_libraries_add_to_a_line_is_left_out_but_the_number_of_the_job():
    written = as_json("Starting", job={"id": 7, "task_kwargs": {"email": "zoe@example.org"}}, worker={"name": "zoe"})

    line = json.loads(written)
    assert (line["job"], "zoe" in written) == (7, False)


@pytest.mark.parametrize(
    ("proxies", "sent", "is_taken"),
    [
        (["127.0.0.1"], "0123456789abcdef0123456789abcdef", True),
        (["127.0.0.1"], "f9ab-4c2d", True),
        ([], "0123456789abcdef0123456789abcdef", False),
        (["10.0.0.0/8", "unix"], "0123456789abcdef0123456789abcdef", False),
        (["127.0.0.1"], "short", False),
        (["127.0.0.1"], "a" * 65, False),
        (["127.0.0.1"], 'forged"}\n{"level"', False),
        (["127.0.0.1"], "", False),
    ],
)
def test_a_request_has_the_name_that_a_proxy_of_ours_gave_it_or_a_new_one(settings, proxies, sent, is_taken):
    settings.TRUSTED_PROXIES = proxies

    named = [Client().get("/robots.txt", headers={"X-Request-ID": sent})["X-Request-ID"] for _each in range(2)]

    assert [name == sent for name in named] == [is_taken] * 2
    assert is_taken or (len({*named}) == 2 and all(re.fullmatch("[0-9a-f]{32}", name) for name in named))


def test_gunicorn_writes_as_the_site_does(tmp_path):
    access = tmp_path / "access"
    server = Server(tmp_path, f"--access-logfile={access}", "--log-level=info", LOG_FORMAT="json").until_ready()
    _status, answer = server.get(f"/robots.txt?mail=zoe@example.org&key={TOKEN}")
    server.get(f"/en/apply/{TOKEN}/")
    server.ask("NONSENSE\n\n")
    server.end()

    whole = server.log.read_text() + access.read_text()
    lines = [json.loads(line) for line in whole.splitlines()]
    own = re.search(r"X-Request-ID: (\w+)", answer)[1]
    [robots] = [line for line in lines if "/robots.txt" in line["message"]]
    assert (robots["logger"], robots["request"]) == ("gunicorn.access", own)
    assert re.fullmatch(r"GET /robots\.txt 200, \d+ bytes, \d+ ms", robots["message"])
    assert {line["logger"] for line in lines} == {"gunicorn.access", "gunicorn.error", "django.request"}
    assert [word for word in (TOKEN, "zoe", "ip=127") if word in whole] == []
