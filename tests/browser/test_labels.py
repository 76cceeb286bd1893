"""One label, one target: the words of a link say where it leads, on every page of the site alike."""

from collections import defaultdict

from tests.browser.test_structure import name_of

# Ways that mean something else on every page: parts of the page itself, its neighbours, its files, its references.
OF_THIS_PAGE = (
    "[rel=prev], [rel=next], [href^='#'], [href$='.vcf'], .references a, .data-downloads a, .pagination a, "
    "[lang] > a, a[hreflang]"
)
# Words that say nothing of where they lead.
VAGUE = {
    "en": {"all", "here", "click here", "more", "read more", "learn more", "this page", "link", "next", "previous"},
    "fr": {"tout", "toutes", "tous", "ici", "cliquez ici", "plus", "lire la suite", "en savoir plus", "cette page"},
}


def links(document) -> list[tuple[str, str]]:
    """The label and the target of each link that leads away from a page."""
    own = {id(link) for link in document.select(OF_THIS_PAGE)}
    away = [link for link in document.body.select("a[href]") if id(link) not in own]
    return [(name_of(link, document), link["href"]) for link in away]


def test_a_label_leads_to_one_place_on_the_whole_site(pages):
    targets = defaultdict(lambda: defaultdict(list))
    for address, page in pages.items():
        for label, target in links(page):
            targets[page.html["lang"], label][target].append(address)

    assert {key: dict(found) for key, found in targets.items() if len(found) > 1} == {}
    assert len(targets) > 100


def test_no_label_is_vague(documents):
    wrong = {
        name: [words for words in labels(document) if words.casefold() in VAGUE[document.html["lang"][:2]]]
        for name, document in documents.items()
    }

    assert {name: found for name, found in wrong.items() if found} == {}


def labels(document) -> list[str]:
    """What links, and the parts that open, are called."""
    opening = [" ".join(summary.get_text(" ").split()) for summary in document.select("summary")]
    return [name_of(link, document) for link in document.select("a[href]")] + opening
