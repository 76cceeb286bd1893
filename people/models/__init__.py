from .groups import GroupPage
from .memberships import Membership
from .organizations import Organization
from .people_index import PeopleIndexPage
from .persons import PersonPage

__all__ = ["GroupPage", "Membership", "Organization", "PeopleIndexPage", "PersonPage"]
