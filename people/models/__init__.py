from .groups import GroupPage, PeopleIndexPage
from .memberships import Membership
from .organizations import Organization
from .persons import PersonPage

__all__ = ["GroupPage", "Membership", "Organization", "PeopleIndexPage", "PersonPage"]
