"""The two committees as the brochure prints them: three columns, read down; those of the second are uneven."""

STEERING = """\
Maurice Baril\tDavid A. Hamburg\tHugh D. Segal
Ed Broadbent\tTed Koppel\tJennifer Allen Simons
Fred C. Fischer\tJuan E. Méndez\tJanice Gross Stein
Tom Flanagan\tAlex Neve\tAllan Thompson
Robert Fowler\tAndré Pratte\tThomas G. Weiss
Yoine Goldstein\tKenneth Prewitt\tHarvey Yarosky
Bill Graham\tDavid Scheffer\t
"""

CONSULTATION = """\
Elizabeth Bloodgood\tBruce Jentleson\tScott Straus
David Carment\tPaul Koring\tAmanda Sussman
Don Hubert\tMichael Lipson\tAllan Thompson
Michael Ignatieff\tStephen Saideman\tThomas G. Weiss
\tAbby Stoddard
"""

EVERYBODY = [
    "Baril", "Bloodgood", "Broadbent", "Carment", "Fischer", "Flanagan", "Fowler", "Goldstein", "Graham", "Hamburg",
    "Hubert", "Ignatieff", "Jentleson", "Koppel", "Koring", "Lipson", "Méndez", "Neve", "Pratte", "Prewitt",
    "Saideman", "Scheffer", "Segal", "Simons", "Stein", "Stoddard", "Straus", "Sussman", "Thompson", "Weiss", "Yarosky",
]  # fmt: skip
