"""Every hostile document is refused for what it is, and every honest one accepted, each kind in several spellings."""

import io

import pytest
from django.core.exceptions import ValidationError

from migs_site.base.documents import WARNINGS, Recognized, recognize
from migs_site.base.documents.refusals import SENTENCES
from migs_site.base.inspection import verdicts
from tests.documents import corpus


@pytest.mark.parametrize("specimen", corpus.honest(), ids=str)
def test_an_honest_document_is_accepted(specimen):
    content = specimen.make()

    found = recognize(io.BytesIO(content), name=f"cv.{specimen.format}", size=len(content))

    assert (found.format, found.warnings) == (specimen.format, specimen.warnings)


@pytest.mark.parametrize("specimen", corpus.hostile(), ids=str)
def test_a_hostile_document_is_refused_for_what_it_is(specimen, caplog):
    content = specimen.make()

    with pytest.raises(ValidationError) as refused:
        recognize(io.BytesIO(content), name=f"cv.{specimen.format}", size=len(content))

    assert (refused.value.code, caplog.messages) == (specimen.reason, [])  # no inspection died of it


def test_there_is_enough_of_each():
    assert len(corpus.honest()) >= 60
    assert len(corpus.hostile()) >= 60


def test_whatever_an_inspection_says_there_is_a_sentence_for():
    assert set(verdicts.REASONS) <= set(SENTENCES)
    assert set(verdicts.WARNINGS) <= set(WARNINGS)


def test_pages_are_counted_and_their_limit_can_be_set():
    content = corpus.honest_pdf.letter(7)

    def ask(most_pages):
        return recognize(io.BytesIO(content), name="cv.pdf", size=len(content), most_pages=most_pages)

    assert [ask(7), ask(None)] == [Recognized("pdf", 7, [])] * 2
    with pytest.raises(ValidationError, match="has 7 pages"):
        ask(6)
