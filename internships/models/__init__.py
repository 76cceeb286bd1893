from .applications import CLOSED, Application, ApplicationLink, ChosenProject
from .files import ApplicationFile, ApplicationFileChunk
from .pages import InternshipPage
from .state_changes import StateChange

__all__ = [
    "CLOSED",
    "Application",
    "ApplicationFile",
    "ApplicationFileChunk",
    "ApplicationLink",
    "ChosenProject",
    "InternshipPage",
    "StateChange",
]
