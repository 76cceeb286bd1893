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
    the right rt hon honourable honorable le la très l’honorable l'honorable l’hon l'hon
    senator sen sénateur sénatrice sén ambassador amb ambassadeur ambassadrice his her excellency son excellence
    judge justice juge maître me sir dame lord lady madame monsieur
    rev reverend révérend rabbi imam father sister mr mrs ms mx mme mlle (ret) (retd) (ret’d) (ret'd)
""")
# Words that introduce an honorific and are none by themselves: “The Honourable”, “le très honorable”.
INTRODUCTIONS = words("the right le la très his her son")
# Words of an office or a workplace, which are in nobody's given names.
OFFICES = words("""
    of for at and the et pour university université college collège school école institute institut centre center
    department département faculty faculté ministry ministère council conseil foundation fondation society société
    association commission committee comité office bureau parliament parlement senate sénat embassy ambassade court cour
    united nations unies canada québec montreal montréal ottawa international national press group groupe network réseau
    chair chairman chairwoman chairperson co-chair president président présidente director directeur directrice
    co-director codirecteur codirectrice coordinator coordonnateur coordonnatrice secretary secrétaire treasurer
    minister ministre member membre former ancien ancienne editor journalist journaliste
""")
HEADINGS = words("""
    name names surname surnames first last given family title role affiliation organization organisation position
    member members committee list nom noms prénom prénoms famille titre rôle organisme poste membre membres comité
    liste of the and de du des le la les et
""")
PARTICLES = words("""
    van von vom der den de del della di da das dos du des d' d’ la le les el al bin ibn ben bint
    ter ten zu zur af av st saint
""")
POST_NOMINALS = words("""
    ao ret ret'd ret’d retd retraité retraitée phd md jd llb llm lld ba ma msc mba dphil qc kc cr mp mpp mna
    pc cc oc cm cmm cq oq goq obe cbe mbe kcmg cmg frsc frs msrc jr sr ii iii iv esq
""")
PARENTHESES = re.compile(r"\s*(\([^()]*\))$")
LAST_WORD = re.compile(r"[,\s]+(\S+)$")
ASIDE = re.compile(r"\s+[–—|-]\s+|\s*:\s+")  # “Thomas G. Weiss – City University of New York”
INITIAL = re.compile(r"\b[^\W\d_]\.")


@dataclass(frozen=True)
class PersonName:
    honorific: str = ""
    given_names: str = ""
    surname: str = ""
    post_nominals: str = ""


def split_name(text: str) -> PersonName:
    """“General Roméo Dallaire (Ret.)” gives General, Roméo, Dallaire, (Ret.); “Stein, Janice Gross” is turned round.

    What only says where somebody works is left out.
    """
    name, _affiliation = without_affiliation(text.strip())
    rest, post_nominals = without_post_nominals(name)
    before, comma, after = (part.strip() for part in rest.partition(","))
    if comma and before and after:
        honorific, given = without_honorific(after)
        return PersonName(honorific, given, before, post_nominals)
    honorific, rest = without_honorific(rest.strip(" ,"))
    given, surname = split_surname(rest.split())
    return PersonName(honorific, given, surname, post_nominals)


def without_affiliation(text: str) -> tuple[str, str]:
    """The name, and where somebody works or as what, if that stands after it: “Allan Thompson, Carleton University”."""
    name, *aside = ASIDE.split(text, maxsplit=1)
    if aside:
        return name, aside[0]
    brackets = PARENTHESES.search(text)
    if brackets and says_where(brackets[1].strip("()")):
        return text[: brackets.start()], brackets[1].strip("()")
    parts = text.split(",")
    at = next((at for at, part in enumerate(parts) if at and not follows_a_name(part)), len(parts))
    name, after = ",".join(parts[:at]), ",".join(parts[at:]).strip()
    given, _surname = split_surname(without_honorific(parts[0])[1].split())
    shown_so = "," in after or INITIAL.search(parts[0]) or (says_where(after) and not parts[0].isupper())
    return (name, after) if after and given and shown_so else (text, "")


def says_where(text: str) -> bool:
    """Whether words name an office or a workplace: one of its words, or an acronym such as CUNY."""
    found = text.lower().replace(",", " ").split()
    is_acronym = text.isalpha() and text.isupper() and len(text) > 1 and not is_post_nominal(text)
    return is_acronym or not OFFICES.isdisjoint(found) or all(word in HONORIFICS for word in found)


def follows_a_name(part: str) -> bool:
    """Whether all that stands between two commas are degrees and orders."""
    return all(is_post_nominal(word) or word.startswith("(") for word in part.split())


def is_heading(text: str) -> bool:
    """Whether a line stands above names rather than being one: “Committee members”, “First name”."""
    return all(word in HEADINGS for word in text.lower().split())


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
