from .contact import ContactDetails, ContactPage, SocialLink
from .error_reports import ErrorReport
from .home import HomePage
from .pending_purges import PendingPurge
from .project import Launch, ProjectFunder, ProjectPage
from .sent_forms import SentForm
from .standard import StandardPage

__all__ = [
    "ContactDetails",
    "ContactPage",
    "ErrorReport",
    "HomePage",
    "Launch",
    "PendingPurge",
    "ProjectFunder",
    "ProjectPage",
    "SentForm",
    "SocialLink",
    "StandardPage",
]
