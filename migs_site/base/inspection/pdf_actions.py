"""Actions that need no click: what the document does when it opens, and its pages and fields by themselves (12.6.3)."""

from pikepdf import Array, Dictionary, Object

from .pdf_values import name

HARMLESS = {"/GoTo", "/Named", "/SetOCGState", "/Trans", "/Hide", "/GoToDp", "/ResetForm", ""}
FETCHING = {"/URI", "/GoToR", "/Thread"}
CLICKS = {"/U", "/D"}  # pressing and letting go of the mouse: a link, as any other
LONGEST_CHAIN = 1000


def starts_alone(each: Object) -> bool:
    """Has a dictionary an action without a click that does more than turn pages? JavaScript is found elsewhere."""
    opening, triggers = each.get("/OpenAction"), each.get("/AA")
    if isinstance(opening, Dictionary) and any(kind not in HARMLESS for kind in chain(opening)):
        return True
    if not isinstance(triggers, Dictionary):
        return False
    actions = [action for key, action in triggers.items() if key not in CLICKS]
    return any(kind in FETCHING for action in actions for kind in chain(action))


def chain(first) -> list[str]:
    """The kinds of an action and of all that follow it by /Next, which may lead back to where it began."""
    kinds: list[str] = []
    waiting, seen = [first], set()
    while waiting and len(kinds) < LONGEST_CHAIN:
        action = waiting.pop()
        if isinstance(action, Array):
            waiting += list(action)
        elif isinstance(action, Dictionary) and (not action.is_indirect or action.objgen not in seen):
            seen.add(action.objgen)
            kinds.append(name(action, "/S"))
            waiting.append(action.get("/Next"))
    return kinds
