"""What is read out of an email, however badly it is made."""

import pytest

from internships.staff.arriving.reading import MOST_BYTES, Unreadable, read_mail
from tests.internships.staff.arriving import mails


def test_an_email_says_who_sent_it_and_what_was_attached():
    read = read_mail(mails.mail())

    assert (read.name, read.email, read.language) == ("Zoé Tremblay", "zoe@example.org", "fr")
    assert {each.name: each.content for each in read.attachments} == mails.FILES


def test_what_a_forwarded_email_has_attached_is_found():
    read = read_mail(mails.forwarded())

    assert [each.name for each in read.attachments] == ["cv.pdf"]


def test_pictures_that_stand_in_the_words_are_no_attachments():
    assert read_mail(mails.with_logo()).attachments == []


@pytest.mark.parametrize("kind", mails.HOSTILE)
def test_a_hostile_email_is_refused(kind):
    with pytest.raises(Unreadable):
        read_mail(mails.HOSTILE[kind])


@pytest.mark.parametrize("kind", mails.ODD)
def test_an_odd_email_is_read_as_far_as_it_goes(kind):
    read = read_mail(mails.ODD[kind])

    assert read.email in {"a@example.org", ""}
    assert "\n" not in read.name + read.email


def test_one_that_is_too_large_is_refused():
    with pytest.raises(Unreadable, match="larger than 30 MB"):
        read_mail(b"x" * (MOST_BYTES + 1))


@pytest.mark.parametrize(
    ("words", "language"),
    [("Dear all, I apply for the internship.", "en"), ("Bonjour, je postule pour le stage.", "fr"), ("", "en")],
)
def test_the_language_is_guessed_from_the_words(words, language):
    assert read_mail(mails.mail({}, words)).language == language
