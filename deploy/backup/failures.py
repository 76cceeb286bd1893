"""What goes wrong with backups, as one sentence for whoever reads it at night."""


class Refused(Exception):
    """Nothing was done, and the sentence says what to do first."""


class Busy(Refused):
    """Another run, or another server, is at it."""


class Failed(Exception):
    """Something was begun and did not succeed; what was good before is as it was.

    said, printed: all that a program has written to its standard error, and to its standard output.
    """

    def __init__(self, sentence: str, said: str = "", printed: str = ""):
        super().__init__(sentence)
        self.said, self.printed = said, printed
