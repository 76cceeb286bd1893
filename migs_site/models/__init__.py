from .contact import ContactDetails, ContactPage, SocialLink
from .home import HomePage
from .project import Launch, ProjectFunder, ProjectPage
from .sent_forms import SentForm
from .standard import StandardPage

__all__ = [
    "ContactDetails",
    "ContactPage",
    "HomePage",
    "Launch",
    "ProjectFunder",
    "ProjectPage",
    "SentForm",
    "SocialLink",
    "StandardPage",
]
