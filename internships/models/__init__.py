from .applications import Application, ApplicationFile, ChosenProject
from .pages import InternshipPage

__all__ = ["Application", "ApplicationFile", "ChosenProject", "InternshipPage"]
