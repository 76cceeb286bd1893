"""Reads the moment to which somebody wants to go back, as they would write it at night in Montreal."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from deploy.backup.failures import Refused

HERE = ZoneInfo("America/Toronto")  # Montreal’s time, as everywhere in the site
EXAMPLE = "“2026-11-27 03:00”, or with an offset, “2026-11-27 03:00-05:00”"


def read_moment(text: str, now: datetime) -> datetime:
    """In UTC. Raises Refused for what cannot be read, has not been, has been twice, or never was."""
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.tzinfo is None:
            moment = in_montreal(moment)
        said = shown(moment)  # the first and the last day there are may be none in another zone
    except (ValueError, OverflowError):
        raise Refused(f"“{text}” is no moment: write {EXAMPLE}.") from None
    if moment > now:
        raise Refused(f"{said} has not been yet.")
    return moment.astimezone(UTC)


def in_montreal(moment: datetime) -> datetime:
    first, second = (moment.replace(tzinfo=HERE, fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        # An hour that clocks skip in spring does not survive the way to UTC and back.
        twice = first.astimezone(UTC).astimezone(HERE).replace(tzinfo=None) == moment
        why = "is twice, on the night on which clocks go back" if twice else "never was: clocks skip that hour"
        raise Refused(
            f"In Montreal {moment:%Y-%m-%d %H:%M} {why}. Write the offset too: {moment:%Y-%m-%d %H:%M}-04:00 or -05:00."
        )
    return first


def shown(moment: datetime) -> str:
    here = moment.astimezone(HERE)
    return f"{here:%Y-%m-%d %H:%M:%S} in Montreal ({moment.astimezone(UTC):%H:%M:%S} UTC)"
