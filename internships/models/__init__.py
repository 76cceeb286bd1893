from .applications import Application, ApplicationFile
from .pages import InternshipPage

__all__ = ["Application", "ApplicationFile", "InternshipPage"]
