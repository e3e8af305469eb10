"""What risks are called on screen."""

from reassess.workspace.cases import catalogue
from reassess.workspace.risks.models import RAISED_RULE, RAISED_TITLE


def risk_titles() -> dict[str, str]:
    """The title of a risk by its rule; those that a person raised have one title."""
    return catalogue.titles() | {RAISED_RULE: RAISED_TITLE}
