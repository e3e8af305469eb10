"""What an entry of the trail says, in words; the trail itself keeps codes."""

import json

VERBS = {
    "case.read": "Read a case", "case.taken": "Took a case", "case.handed_back": "Handed a case back",
    "case.restricted": "Restricted a case", "case.unrestricted": "Opened a restricted case",
    "case.reopened": "Re-opened a case", "answer.given": "Answered a question", "note.written": "Wrote the team's note",
    "first_view.written": "Wrote a first view", "contact.written": "Wrote what is known of contact",
    "vote.cast": "Decided a case", "approval.given": "Answered for approval", "enquiry.raised": "Raised an enquiry",
    "risk.found": "Risk found", "risk.escalated": "Risk escalated", "risk.form_made": "Made a referral form",
    "link.judged": "Judged a link", "pair.read": "Read a pair", "person.read": "Read a page across cases",
    "search.asked": "Searched", "queue.exported": "Exported the queue", "audit.exported": "Exported the trail",
    "report.recorded": "Recorded an outside report", "report.read": "Read an outside report",
    "session.begun": "Signed in", "session.ended": "Signed out", "session.stopped": "Session stopped",
    "session.failed": "Sign-in failed", "conduct.accepted": "Accepted the code of conduct",
    "account.created": "Made an account", "account.changed": "Changed an account",
    "account.withdrawn": "Withdrew an account", "account.password_renewed": "Set a new password for somebody",
    "account.factors_dropped": "Took away somebody's second factors", "publication.begun": "Publishing begun",
    "publication.finished": "Publishing finished",
}  # fmt: skip


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
    named = ((name.replace("_", " "), value) for name, value in rows.items() if value not in ("", None))
    return "; ".join(f"{name}: {_value(value)}" for name, value in named)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value)


def subject_words(subject: str) -> str:
    """What an entry is about, in words.

    >>> subject_words("risks.risk:3346"), subject_words("people.human:2")
    ('risk 3346', 'human 2')
    """
    kind, _, key = subject.partition(":")
    return f"{kind.rsplit('.', 1)[-1]} {key}".strip()
