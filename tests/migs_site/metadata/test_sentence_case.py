"""APA sets the titles of books as sentences."""

import pytest

from migs_site.metadata.citations.sentence_case import sentence_case
from migs_site.metadata.citations.styles import citations


@pytest.mark.parametrize(
    ("headline", "sentence"),
    [
        (
            "Mobilizing the Will to Intervene: Leadership to Prevent Mass Atrocities",
            "Mobilizing the will to intervene: Leadership to prevent mass atrocities",
        ),
        (
            "Shake Hands with the Devil: The Failure of Humanity in Rwanda",
            "Shake hands with the devil: The failure of humanity in Rwanda",
        ),
        ("The Rwandan Genocide and Canada’s Role at the UN", "The Rwandan genocide and Canada’s role at the UN"),
        ("Who Acts? The R2P in African and American Policy", "Who acts? The R2P in African and American policy"),
        ("Dallaire’s War: A “Never Again” Story", "Dallaire’s war: A “never again” story"),
        ("Recommendations on preventing Mass Atrocities", "Recommendations on preventing Mass Atrocities"),
        ("Mobiliser la volonté d’intervenir", "Mobiliser la volonté d’intervenir"),
        ("Genocide", "Genocide"),
        ("", ""),
        ("الإبادة الجماعية", "الإبادة الجماعية"),
    ],
)
def test_a_headline_becomes_a_sentence_and_names_stay(headline, sentence):
    assert sentence_case(headline, {"Dallaire"}) == sentence


def test_apa_alone_sets_it_so():
    item = {
        "id": "it",
        "type": "book",
        "title": "Mobilizing the Will",
        "author": [{"family": "Chalk", "given": "Frank"}],
        "publisher": "A Press",
        "issued": {"date-parts": [[2010]]},
        "language": "en",
    }

    titles = [text.split("<i>")[1].split("</i>")[0] for _manual, text in citations(item, "en")]

    assert titles == ["Mobilizing the Will", "Mobilizing the will", "Mobilizing the Will"]
