from .applications import CLOSED, Application, ApplicationLink, ChosenProject
from .erasures import ApplicationCount, Erasure
from .files import ApplicationFile, ApplicationFileChunk
from .internship_settings import InternshipSettings
from .notices import PrivacyNotice
from .pages import InternshipPage
from .rounds import LateCode, Round
from .state_changes import StateChange

__all__ = [
    "CLOSED",
    "Application",
    "ApplicationCount",
    "ApplicationFile",
    "ApplicationFileChunk",
    "ApplicationLink",
    "ChosenProject",
    "Erasure",
    "InternshipPage",
    "InternshipSettings",
    "LateCode",
    "PrivacyNotice",
    "Round",
    "StateChange",
]
