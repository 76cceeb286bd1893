from .applications import Application, ApplicationFile, ApplicationFileChunk, ChosenProject
from .pages import InternshipPage

__all__ = ["Application", "ApplicationFile", "ApplicationFileChunk", "ChosenProject", "InternshipPage"]
