"""The lines of enquiry that a person may see on a case."""

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.cases.models import Case
from reassess.workspace.enquiries.models import Enquiry
from reassess.workspace.votes.blindness import is_blind


def shown_enquiries(user: User, case: Case) -> list[Enquiry]:
    """Every enquiry of a case, but only one's own while the person could still vote on it blind."""
    enquiries = case.enquiries.select_related("owner", "raised_by")
    if user.may(May.VOTE) and is_blind(user, case) and not user.may(May.ALLOCATE_ENQUIRIES):
        enquiries = enquiries.filter(raised_by=user)
    return list(enquiries)
