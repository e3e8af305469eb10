"""What an entry of the trail says, in words; the trail itself keeps codes."""

import json

from reassess.workspace.audit.content import BOUND

VERBS = {
    "case.read": "Read a case",
    "case.taken": "Took a case",
    "case.handed_back": "Handed a case back",
    "case.restricted": "Restricted a case",
    "case.unrestricted": "Opened a restricted case",
    "case.reopened": "Re-opened a case",
    "answer.given": "Answered a question",
    "note.written": "Saved the team note",
    "first_view.written": "Saved their own first view",
    "contact.written": "Saved a contact note",
    "vote.cast": "Decided a case",
    "approval.given": "Approved or refused a decision",
    "enquiry.raised": "Raised a line of enquiry",
    "risk.found": "Risk found",
    "risk.raised": "Raised a risk",
    "risk.action_needed": "Safeguarding action needed",
    "risk.escalated": "Risk escalated",
    "risk.form_made": "Downloaded a referral form",
    "link.judged": "Judged a link",
    "pair.read": "Read a pair",
    "person.read": "Read a page across cases",
    "search.asked": "Searched",
    "queue.exported": "Exported the queue",
    "audit.exported": "Exported the audit trail",
    "report.recorded": "Recorded an external report",
    "report.read": "Read an external report",
    "session.begun": "Signed in",
    "session.ended": "Signed out",
    "session.stopped": "Session stopped",
    "session.failed": "Sign-in failed",
    "conduct.accepted": "Accepted the code of conduct",
    "account.created": "Added an account",
    "account.changed": "Changed an account",
    "account.withdrawn": "Closed an account",
    "account.password_renewed": "Reset someone's password",
    "account.factors_dropped": "Removed someone's second factors",
    "publication.begun": "Publishing started",
    "publication.finished": "Publishing finished",
}


SUBJECTS = {
    "resolvedperson": "person across cases",
    "caseidentifier": "identifier",
    "reviewdraw": "draw for a blind review",
    "blindreview": "blind review",
    "user": "account",
    "lease": "taking",
    "firstview": "first view",
    "contactnote": "contact note",
    "savedfilter": "filter",
    "workorder": "order of work",
}

FORMER_SUBJECTS = {
    "people.human": "people.resolvedperson",
    "people.mark": "people.caseidentifier",
    "votes.reread": "votes.reviewdraw",
    "votes.rereading": "votes.blindreview",
    "assurance.commitment": "audit.commitment",
    "outside.report": "external_reports.report",
}
"""Names that subjects had when older entries were written; the trail keeps them."""


def verb_words(verb: str) -> str:
    """A verb of the trail in words.

    >>> verb_words("case.read"), verb_words("enquiry.filed")
    ('Read a case', 'Enquiry filed')
    """
    return VERBS.get(verb) or verb.replace(".", " ").replace("_", " ").capitalize()


def detail_words(detail: str) -> str:
    """The detail of an entry, kept as JSON, as a line of words; empty values are left out.

    >>> detail_words('{"page": "people", "year": ""}')
    'page: people'
    """
    rows = json.loads(detail)
    if not isinstance(rows, dict):
        return str(rows)
    rows.pop(BOUND, None)
    named = ((name.replace("_", " "), value) for name, value in rows.items() if value not in ("", None))
    return "; ".join(f"{name}: {_value(value)}" for name, value in named)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value)


PAGES = {
    "risks.risk": "risk",
    "enquiries.enquiry": "enquiry",
    "people.resolvedperson": "person",
    "people.place": "place",
    "links.pair": "link",
    "external_reports.report": "report",
    "accounts.user": "edit_account",
}
"""The page of what an entry is about; its own door says who may open it."""


def subject_page(subject: str) -> tuple[str, int] | None:
    """The name of the page of what an entry is about, and its key; None where it has none.

    >>> subject_page("risks.risk:3346"), subject_page("name:somebody"), subject_page("people.human:2")
    (('risk', 3346), None, ('person', 2))
    """
    kind, key = _kind_and_key(subject)
    return (PAGES[kind], int(key)) if kind in PAGES and key.isascii() and key.isdigit() else None


def subject_words(subject: str) -> str:
    """What an entry is about, in words.

    >>> subject_words("risks.risk:3346"), subject_words("people.human:2")
    ('risk 3346', 'person across cases 2')
    """
    kind, key = _kind_and_key(subject)
    word = kind.rsplit(".", 1)[-1]
    return f"{SUBJECTS.get(word, word)} {key}".strip()


def _kind_and_key(subject: str) -> tuple[str, str]:
    kind, _, key = subject.partition(":")
    return FORMER_SUBJECTS.get(kind, kind), key
