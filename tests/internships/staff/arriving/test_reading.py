"""What is read out of an email, however badly it is made."""

import os
import tracemalloc

import pytest

from internships.staff.arriving.reading import Unreadable
from migs_site.base.documents.mails import LARGEST_MAIL
from tests.internships.staff.arriving import mails
from tests.internships.staff.arriving.mails import read


def test_an_email_says_who_sent_it_and_what_was_attached():
    with read(mails.mail()) as mail:
        assert (mail.name, mail.email, mail.language) == ("Zoé Tremblay", "zoe@example.org", "fr")
        assert {each.name: each.content.read() for each in mail.attachments} == mails.FILES


def test_what_a_forwarded_email_has_attached_is_found():
    with read(mails.forwarded()) as mail:
        assert [each.name for each in mail.attachments] == ["cv.pdf"]


def test_pictures_that_stand_in_the_words_are_no_attachments():
    with read(mails.with_logo()) as mail:
        assert mail.attachments == []


@pytest.mark.parametrize(("kind", "sentence"), mails.SENTENCES.items())
def test_a_hostile_email_is_refused(kind, sentence):
    with pytest.raises(Unreadable, match=sentence), read(mails.HOSTILE[kind]):
        pass


@pytest.mark.parametrize("kind", mails.ODD)
def test_an_odd_email_is_read_as_far_as_it_goes(kind):
    with read(mails.ODD[kind]) as mail:
        assert mail.email in {"a@example.org", ""}
        assert "\n" not in mail.name + mail.email


def test_one_that_is_too_large_is_refused():
    with pytest.raises(Unreadable, match="larger than 30 MB"), read(b"x" * (LARGEST_MAIL + 1)):
        pass


def test_a_large_email_is_read_without_holding_it_here():
    content = mails.mail({f"{number}.pdf": os.urandom(7 * 1024 * 1024) for number in range(3)})
    tracemalloc.start()
    with read(content) as mail:
        sizes = [each.content.size for each in mail.attachments]
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert sizes == [7 * 1024 * 1024] * 3
    assert most < 5 * 1024 * 1024


@pytest.mark.parametrize(
    ("words", "language"),
    [("Dear all, I apply for the internship.", "en"), ("Bonjour, je postule pour le stage.", "fr"), ("", "en")],
)
def test_the_language_is_guessed_from_the_words(words, language):
    with read(mails.mail({}, words)) as mail:
        assert mail.language == language
