"""Splits a name as it is printed into the parts a person's page keeps. Guesses, which staff see and correct."""

import re
from dataclasses import dataclass


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# In lower case and without their dots. A rank may have several words: “Lieutenant-General”, “Right Honourable”.
HONORIFICS = words("""
    general gen lieutenant-general lt-gen lgen major-general mgen brigadier-general bgen colonel col major maj captain
    capt admiral général lieutenant-général major-général brigadier-général amiral capitaine
    dr dre doctor docteur docteure prof pr professor professeur professeure
    the right hon honourable honorable le la très l’honorable l'honorable senator sénateur sénatrice
    ambassador ambassadeur ambassadrice judge justice juge maître sir dame lord lady
    rev reverend révérend rabbi imam father sister mr mrs ms mx mme mlle
""")
# Words that introduce an honorific and are none by themselves: “The Honourable”, “le très honorable”.
INTRODUCTIONS = words("the right le la très")
PARTICLES = words("""
    van von vom der den de del della di da das dos du des d' d’ la le les el al bin ibn ben bint
    ter ten zu zur af av st saint
""")
POST_NOMINALS = words("""
    ret ret'd ret’d retd retraité retraitée phd md jd llb llm lld ba ma msc mba dphil qc kc cr mp mpp mna
    pc cc oc cm cmm cq oq goq obe cbe mbe kcmg cmg frsc frs msrc jr sr ii iii iv esq
""")
PARENTHESES = re.compile(r"\s*(\([^()]*\))$")
LAST_WORD = re.compile(r"[,\s]+(\S+)$")


@dataclass(frozen=True)
class PersonName:
    honorific: str = ""
    given_names: str = ""
    surname: str = ""
    post_nominals: str = ""


def split_name(text: str) -> PersonName:
    """“General Roméo Dallaire (Ret.)” gives General, Roméo, Dallaire, (Ret.); “Stein, Janice Gross” is turned round."""
    rest, post_nominals = without_post_nominals(text.strip())
    before, comma, after = (part.strip() for part in rest.partition(","))
    if comma and before and after:
        honorific, given = without_honorific(after)
        return PersonName(honorific, given, before, post_nominals)
    honorific, rest = without_honorific(rest.strip(" ,"))
    given, surname = split_surname(rest.split())
    return PersonName(honorific, given, surname, post_nominals)


def without_post_nominals(text: str) -> tuple[str, str]:
    """The name, and what stands after it: words in parentheses, degrees and orders, with or without commas."""
    found = []
    while True:
        match = PARENTHESES.search(text) or LAST_WORD.search(text)
        follows = match and (match[1].startswith("(") or is_post_nominal(match[1]))
        if not follows or not text[: match.start()].strip():
            return text, " ".join(reversed(found))
        found.append(match[1])
        text = text[: match.start()].rstrip(", ")


def is_post_nominal(word: str) -> bool:
    """“Ph.D.”, “O.C.” and “MP” are; “Ma” and “Cm”, which may be names, are not."""
    plain = word.replace(".", "").replace(",", "")
    return plain.lower() in POST_NOMINALS and (
        plain.isupper() or "." in word or plain.lower() in {"phd", "dphil", "msc", "jr", "sr", "esq"}
    )


def without_honorific(text: str) -> tuple[str, str]:
    """The honorific, of however many words, and the rest. A name is never all honorific."""
    words = text.split()
    count = 0
    while count < len(words) - 1 and words[count].lower().replace(".", "") in HONORIFICS:
        count += 1
    if all(word.lower() in INTRODUCTIONS for word in words[:count]):  # “La Toya Jackson”
        count = 0
    return " ".join(words[:count]), " ".join(words[count:])


def split_surname(words: list[str]) -> tuple[str, str]:
    """Given names and surname: the last word, with the particles before it (“van der Berg”, “de la Torre”)."""
    if not words:
        return "", ""
    start = len(words) - 1
    while start > 1 and words[start - 1].lower().rstrip(".") in PARTICLES:
        start -= 1
    small = [at for at, word in enumerate(words[:-1]) if word.rstrip(".") in PARTICLES]
    start = min([start, *small])
    return " ".join(words[:start]), " ".join(words[start:])
