"""A figure for monitoring, as an app gives it in the hook ``metrics`` (migs_site/monitoring/metrics.py).

@hooks.register("metrics")
def files_to_scan() -> list[Metric]:
    return [Metric("files_to_scan", "Files of applications that wait for their malware scan", number)]
"""

import datetime
from typing import NamedTuple

PREFIX = "migs_"


class Metric(NamedTuple):
    """One figure, or those of one name. help: what it counts. figures: a number, or numbers by the label ``of``."""

    name: str
    help: str
    figures: float | dict[str, float]

    def __str__(self):
        name = PREFIX + self.name
        numbers = self.figures if isinstance(self.figures, dict) else {"": self.figures}
        lines = [
            f'{name}{{of="{label}"}} {number}' if label else f"{name} {number}" for label, number in numbers.items()
        ]
        return "\n".join([f"# HELP {name} {self.help}", f"# TYPE {name} gauge", *lines])


def seconds(time: datetime.timedelta) -> int:
    return round(time.total_seconds())
