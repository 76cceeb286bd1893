from .applications import CLOSED, Application, ApplicationLink, ChosenProject
from .erasures import ApplicationCount, Erasure
from .files import ApplicationFile, ApplicationFileChunk
from .internship_settings import InternshipSettings
from .notices import PrivacyNotice
from .pages import InternshipPage
from .reviews import Assignment, Criterion, Recusal, Review, Score
from .rounds import LateCode, Round
from .staff_notes import Note, SavedView
from .state_changes import StateChange

__all__ = [
    "CLOSED",
    "Application",
    "ApplicationCount",
    "ApplicationFile",
    "ApplicationFileChunk",
    "ApplicationLink",
    "Assignment",
    "ChosenProject",
    "Criterion",
    "Erasure",
    "InternshipPage",
    "InternshipSettings",
    "LateCode",
    "Note",
    "PrivacyNotice",
    "Recusal",
    "Review",
    "Round",
    "SavedView",
    "Score",
    "StateChange",
]
