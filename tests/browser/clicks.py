"""How many clicks each task may cost an editor: test_editors_walk.py counts them, docs/editing.md lists them."""

CEILINGS = {
    "a new person with a portrait": 18,
    "make somebody a member": 8,
    "correct a recommendation": 9,
    "record progress": 8,
    "add an edition": 9,
    "paste a roster of five": 6,
    "end a membership": 5,
    "write a page": 8,
    "translate it": 12,
    "change a sentence": 5,
    "update the French": 5,
}
