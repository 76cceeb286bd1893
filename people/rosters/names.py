"""Splits a printed name into honorific, given names, surname and post-nominals: guesses, for staff to correct."""

import re
from dataclasses import dataclass

from people.sorting import EAST_ASIAN, is_east_asian


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# In lower case and without their dots. A rank may have several words: “Lieutenant-General”, “Right Honourable”.
HONORIFICS = word_set("""
    general gen lieutenant-general lt-gen lgen major-general mgen brigadier-general bgen colonel col major maj captain
    capt admiral général lieutenant-général major-général brigadier-général amiral capitaine
    dr dre doctor docteur docteure prof pr professor professeur professeure
    the right rt hon honourable honorable le la très l’honorable l'honorable l’hon l'hon
    senator sen sénateur sénatrice sén ambassador amb ambassadeur ambassadrice his her excellency son excellence
    judge justice juge maître me sir dame lord lady madame monsieur
    rev reverend révérend rabbi imam father sister mr mrs ms mx mme mlle h.e. s.e. s.e.m.
    (ret) (retd) (ret’d) (ret'd) (retraité) (retraitée)
""")
# Words that introduce an honorific and are none by themselves: “The Honourable”, “le très honorable”.
INTRODUCTIONS = word_set("the right le la très his her son")
# Words of an office or a workplace, which are in nobody's given names.
OFFICES = word_set("""
    of for at and the et pour university université college collège school école institute institut centre center
    department département faculty faculté ministry ministère council conseil foundation fondation society société
    association commission committee comité office bureau parliament parlement senate sénat embassy ambassade court cour
    united nations unies canada québec montreal montréal ottawa international national press group groupe network réseau
    chair chairman chairwoman chairperson co-chair president président présidente director directeur directrice
    co-director codirecteur codirectrice coordinator coordonnateur coordonnatrice secretary secrétaire treasurer
    minister ministre member membre former ancien ancienne editor journalist journaliste
""")
HEADINGS = word_set("""
    name names surname surnames first last given family title role affiliation organization organisation position
    member members committee list nom noms prénom prénoms famille titre rôle organisme poste membre membres comité
    liste of the and de du des le la les et
""")
PARTICLES = word_set("""
    van von vom der den de del della di da das dos du des d' d’ la le les el al bin ibn ben bint
    ter ten zu zur af av st saint بن ابن بنت آل أبو
""")
# Orders, decorations, degrees and licences: those of Canada and of its provinces, and common ones of elsewhere.
POST_NOMINALS = word_set("""
    ret ret'd ret’d retd retraité retraitée jr sr ii iii iv esq
    pc cp qc cr kc mp mpp mna mla mha
    vc gc cv cc oc cm cmm omm mmm com mom mvo cvo lvo rvo scc scv msc csm msm mb cd ob
    oq goq cq obc aoe som ombc oont onb ons opei onl om gcmg kcmg cmg kcb cb kbe dbe cbe obe mbe dso dsc dfc afc
    ao ac am qso onzm
    ba bsc bcom bed bfa bcl llb jd md do dds ma msc mba mfa med mph mpa msw mphil mlitt lld llm phd dphil dlitt edd
    rn np peng ing cpa ca cfa cma frsc frs msrc frcpc frcp frcsc frcs frsa fcahs frcgs fca fcpa facp facs
""")
# “Ad. E.”, “Ph. D.”, “M. Sc.”: French puts a space between the parts.
SPACED = re.compile(r"(?<=[\s,])[^\W\d_]{1,4}\.(?:\s[^\W\d_]{1,4}\.)+(?=\s*(?:,|\(|$))")
MIXED = re.compile(r"[A-Z]{2}[a-z]{1,4}[A-Z]{0,2}")  # OOnt, KStJ, BScN: no name begins with two capitals
FELLOW = re.compile(r"F[RC][A-Z]{2,4}|FA[A-Z]{2,3}")  # of a Royal College, of a Chartered Institute, of an Academy
PARENTHESES = re.compile(r"\s*(\([^()]*\))$")
LAST_WORD = re.compile(r"[,\s]+(\S+)$")
# “Thomas G. Weiss – City University of New York”, “Ann Lee <ann@example.org>”
ASIDE = re.compile(r"\s+[–—|-]\s+|\s*:\s+|\s+(?=[<(\[]?[^\s<>@]+@)")
SEVERAL = re.compile(rf"[;、]|\s(?:and|et|&|/)\s|{EAST_ASIAN.pattern},\s?{EAST_ASIAN.pattern}", re.IGNORECASE)
INITIAL = re.compile(r"\b[^\W\d_]\.")
DOTTED = re.compile(r"(?:[^\W\d_]{1,4}\.){2,}(?:[^\W\d_]{1,4})?")  # C.M.M.
INITIALS = re.compile(r"(?:[^\W\d_]\.-?){1,2}")  # J.A., J.-P.
VOWELS = frozenset("AEIOUY")


@dataclass(frozen=True)
class PersonName:
    honorific: str = ""
    given_names: str = ""
    surname: str = ""
    post_nominals: str = ""

    @property
    def family_name_first(self) -> bool:
        """Whether the name is written in letters of East Asia, where the family name comes first."""
        return is_east_asian(self.surname) and is_east_asian(self.given_names)


def split_name(text: str) -> PersonName:
    """“General Roméo Dallaire (Ret.)” gives General, Roméo, Dallaire, (Ret.); “Stein, Janice Gross” is turned round.

    What only says where somebody works is left out.
    """
    name, _affiliation = without_affiliation(text.strip())
    rest, post_nominals = without_post_nominals(name)
    before, comma, after = (part.strip() for part in rest.partition(","))
    if comma and before and after:
        honorific, given = without_honorific(after)
        surname, inner = without_post_nominals(before, fewest=1)  # “Kennedy Jr., John F.”
        return PersonName(honorific, given, surname, " ".join(filter(None, [inner, post_nominals])))
    honorific, rest = without_honorific(rest.strip(" ,"))
    words = rest.split()
    given, surname = split_leading_surname(words) or split_surname(words)
    return PersonName(honorific, given, surname, post_nominals)


def without_affiliation(text: str) -> tuple[str, str]:
    """The name, and where somebody works or as what, if that stands after it: “Allan Thompson, Carleton University”."""
    text = closed_up(text)
    name, *aside = ASIDE.split(text, maxsplit=1)
    if aside:
        return name, aside[0]
    brackets = PARENTHESES.search(text)
    if brackets and says_where(brackets[1].strip("()")):
        return text[: brackets.start()], brackets[1].strip("()")
    parts = text.split(",")
    others = [at for at, part in enumerate(parts) if at and not follows_a_name(part)]
    if not others:
        return text, ""
    first, last = others[0], others[-1]
    name, after = ",".join(parts[:first]), ",".join(parts[first:]).strip()
    return (name, after) if is_affiliation(",".join(parts[first : last + 1]).strip(), parts[0]) else (text, "")


def closed_up(text: str) -> str:
    """The same text with each degree and order after a name in one word: “Irwin Cotler, Ad.E.”."""

    def one_word(match: re.Match) -> str:
        joined = "".join(match[0].split())
        follows = len(text[: match.start()].split()) > 1
        is_known = is_post_nominal(joined) or (DOTTED.fullmatch(joined) and not is_initials(joined))
        return joined if follows and is_known else match[0]

    return SPACED.sub(one_word, text)


def is_affiliation(after: str, before: str) -> bool:
    """Whether words after a comma say where somebody works, or as what, and are not the given names of <before>."""
    given, _surname = split_surname(without_honorific(without_post_nominals(before, fewest=1)[0])[1].split())
    if not given:
        return False
    several = "," in after or after[:1].islower() or INITIAL.search(before)
    return bool(several or (says_where(after) and not before.isupper()))


def says_where(text: str) -> bool:
    """Whether words name an office or a workplace: one of its words, or an acronym such as CUNY."""
    found = text.lower().replace(",", " ").split()
    is_acronym = text.isalpha() and text.isupper() and len(text) > 1 and not is_post_nominal(text)
    return is_acronym or not OFFICES.isdisjoint(found) or all(word in HONORIFICS for word in found)


def follows_a_name(part: str) -> bool:
    """Whether all that stands between two commas are degrees and orders, known or with dots; “J.A.” are initials."""
    words = part.split()
    if not any(map(is_post_nominal, words)) and any(map(is_initials, words)):
        return False
    return all(is_post_nominal(word) or word.startswith("(") or DOTTED.fullmatch(word) for word in words)


def is_heading(text: str) -> bool:
    """Whether a line stands above names rather than being one: “Committee members”, “First name”."""
    return all(word in HEADINGS for word in text.lower().split())


def holds_several(text: str) -> bool:
    """Whether a line seems to name more than one person: “Ann Lee; Bo Li”, “Ann and Bo Lee”, “王明、李雷”."""
    return bool(SEVERAL.search(without_affiliation(text)[0]))


def without_post_nominals(text: str, fewest: int = 2) -> tuple[str, str]:
    """The name, and what stands after it: words in parentheses, degrees and orders, with or without commas.

    Capitals without a comma are taken off a name of <fewest> words or more: the last word of “YO-YO MA” is a name.
    """
    found: list[str] = []
    while match := PARENTHESES.search(text) or LAST_WORD.search(text):
        rest, word = text[: match.start()].rstrip(", "), match[1]
        is_long = len(rest.split()) >= fewest
        if not rest or not (word.startswith("(") or stands_after(match, rest, is_long, bool(found))):
            break
        found.append(word)
        text = rest
    return text, " ".join(reversed(found))


def stands_after(match: re.Match, name: str, is_long: bool, others_follow: bool) -> bool:
    """Whether the last word of a line is a degree or an order: a known one, one with dots, or capitals among others."""
    word, after_comma = match[1], "," in match[0]
    if is_post_nominal(word):
        return is_long or after_comma or not word.isupper() or "." in word
    if DOTTED.fullmatch(word):
        return is_long and not (after_comma and is_initials(word) and not others_follow)
    return not after_comma and is_abbreviation(word, name, others_follow)


def is_abbreviation(word: str, name: str, others_follow: bool) -> bool:
    """Whether capitals after a name are those of a degree: a few letters, and no word of a name in capitals."""
    words = name.replace(",", " ").split()
    if sum(not part.isupper() for part in words) < 2:  # the whole name may be in capitals
        return False
    is_short = word.isalpha() and word.isupper() and 1 < len(word) < 5
    return is_short and (others_follow or is_post_nominal(words[-1]) or not VOWELS & set(word))


def is_initials(word: str) -> bool:
    return bool(INITIALS.fullmatch(word))


def is_post_nominal(word: str) -> bool:
    """“Ph.D.”, “O.C.” and “MP” are; “Ma” and “Cm”, which may be names, are not."""
    plain = word.replace(".", "").replace(",", "")
    if FELLOW.fullmatch(plain) or MIXED.fullmatch(plain):
        return True
    return plain.lower() in POST_NOMINALS and (
        plain.isupper() or "." in word or plain.lower() in {"phd", "dphil", "msc", "jr", "sr", "esq"}
    )


def without_honorific(text: str) -> tuple[str, str]:
    """The honorific, of however many words, and the rest. A name is never all honorific."""
    words = text.split()
    count = 0
    while count < len(words) - 1 and is_honorific(words[count].lower()):
        count += 1
    if all(word.lower() in INTRODUCTIONS for word in words[:count]):  # “La Toya Jackson”
        count = 0
    return " ".join(words[:count]), " ".join(words[count:])


def is_honorific(word: str) -> bool:
    return word in HONORIFICS or word.replace(".", "") in HONORIFICS


def split_leading_surname(words: list[str]) -> tuple[str, str] | None:
    """Given names and surname where the surname comes first, which capitals or East Asian letters tell; else None."""
    if len(words) == 2 and all(map(is_east_asian, words)):
        return words[1], words[0]
    count = next((at for at, word in enumerate(words) if not (word.isupper() and len(word) > 2 and "." not in word)), 0)
    if not count or any(word.isupper() and "." not in word for word in words[count:]):
        return None
    return " ".join(words[count:]), " ".join(words[:count])


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
