from .applications import CLOSED, DRAFTS_KEPT, Application, ApplicationLink, ChosenProject
from .decisions import Decision
from .erasures import ApplicationCount, ErasedLink, Erasure
from .files import ApplicationFile, ApplicationFileChunk
from .imported_mails import ImportedMail
from .internship_settings import InternshipSettings
from .letters import TOLD_BY_LETTER, Letter
from .mail_preferences import TO_COORDINATORS, MailPreference
from .notices import PrivacyNotice
from .packed_files import PackedFiles, PackedFilesChunk
from .pages import InternshipPage
from .reviews import Assignment, Criterion, Recusal, Review, Score
from .rounds import LateCode, Round
from .staff_notes import Note, SavedView
from .state_changes import StateChange

__all__ = [
    "CLOSED",
    "DRAFTS_KEPT",
    "TOLD_BY_LETTER",
    "TO_COORDINATORS",
    "Application",
    "ApplicationCount",
    "ApplicationFile",
    "ApplicationFileChunk",
    "ApplicationLink",
    "Assignment",
    "ChosenProject",
    "Criterion",
    "Decision",
    "ErasedLink",
    "Erasure",
    "ImportedMail",
    "InternshipPage",
    "InternshipSettings",
    "LateCode",
    "Letter",
    "MailPreference",
    "Note",
    "PackedFiles",
    "PackedFilesChunk",
    "PrivacyNotice",
    "Recusal",
    "Review",
    "Round",
    "SavedView",
    "Score",
    "StateChange",
]
