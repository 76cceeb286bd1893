"""Words that mean nothing, in the reader's language, in any number."""

import itertools

from django.utils.translation import get_language

ENGLISH = (
    "this sample text stands where the words of an editor will stand it says nothing and only shows how lines break "
    "how long a column runs and what happens at its end while longer words such as internationalization or "
    "responsibilities come back from time to time because a narrow column must bear them too"
)
FRENCH = (
    "ce texte d’exemple tient la place des mots de la rédaction il ne dit rien et montre seulement comment les lignes "
    "se coupent quelle est la longueur d’une colonne et ce qui se passe à sa fin alors que des mots plus longs comme "
    "internationalisation ou responsabilités reviennent de temps en temps puisqu’une colonne étroite doit les porter"
)

LONG_EMAIL = (
    "sample.person.with.an.address.that.has.no.space.and.never.seems.to.end@departments.sample-university.example.org"
)
LONG_FILE_NAME = (
    "Sample_Curriculum_Vitae_final_version_corrected_really_final_2_with_all_annexes_and_signatures_scanned.pdf"
)
LONG_WORD = "Sampleinternationalizationresponsibilities"

# Names that break layouts: five words, one letter, letters beyond Latin-1, right to left, nothing but a surname.
FIVE_WORDS = ("Maria Aurelia", "van der Sample del Example")
ONE_LETTER = ("A.", "O")
FAR_LETTERS = ("Łucja Ğülşen", "Šamplović-Ćexamplewska")
ARABIC = ("اسم", "نموذجي")
HEBREW = ("שם", "דוגמה")
ALONE = ("", "Sample")


def say(english: str, french: str) -> str:
    return french if get_language() == "fr" else english


def words(number: int) -> str:
    """A sentence of exactly that many words."""
    pool = itertools.cycle(say(ENGLISH, FRENCH).split())
    sentence = " ".join(itertools.islice(pool, number))
    return f"{sentence[0].upper()}{sentence[1:]}."


def title(number: int) -> str:
    """A title of exactly that many words."""
    return words(number).removesuffix(".")


def prose(paragraphs: int = 1, length: int = 40) -> str:
    """Rich text of paragraphs of that many words."""
    return "".join(f"<p>{words(length)}</p>" for _ in range(paragraphs))
