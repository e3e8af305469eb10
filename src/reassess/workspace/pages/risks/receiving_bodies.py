"""The bodies that receive a risk, and what each asks for in a referral. Sources: domain notes, section 6.2 and 6.3."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Body:
    """A receiving body: its title, the time it must be told in, and the fields of its form in order."""

    key: str
    title: str
    time: str
    fields: tuple[str, ...]


CONTACT = "Contact instructions"
"""First on every form: whoever receives it may be the next to call at somebody's home."""

_ADULT = (CONTACT, "Person's name", "Person's date of birth", "Person's address")

_CHILD = (
    CONTACT,
    "Child's name",
    "Child's date of birth",
    "Child's address",
    "Carers and household",
    "Concern",
    "Evidence",
    "What has been done",
    "Do the child and carers know about this referral",
)
_WORKER = (
    *_ADULT,
    "Role with children",
    "Employer or authority",
    "Concern",
    "Evidence",
    "Does the person know about this referral",
)

BODIES: tuple[Body, ...] = (
    Body(
        "mash",
        "Children's social care (MASH)",
        "At once where there is likely immediate harm; a decision within one working day",
        _CHILD,
    ),
    Body("lado", "Designated officer of the local authority (LADO)", "Within one working day", _WORKER),
    Body(
        "licensing",
        "Licensing authority",
        "Within 10 working days of learning of it",
        (*_ADULT, "Licence and authority", "Concern", "Evidence"),
    ),
    Body(
        "missing",
        "Missing-persons unit",
        "At once",
        (CONTACT, "Child's name", "Child's date of birth", "Child's address", "Missing since", "Concern", "Evidence"),
    ),
    Body(
        "duty",
        "Duty inspector",
        "Within the hour",
        (*_ADULT, "Where the person is", "Concern", "Evidence", "What has been done"),
    ),
    Body(
        "health",
        "Health and crisis team",
        "Before any contact",
        (*_ADULT, "Concern", "Evidence"),
    ),
    Body(
        "nrm",
        "First responder (national referral mechanism)",
        "At once; a child's consent is not required",
        (
            CONTACT,
            "Child's name",
            "Child's date of birth",
            "Child's address",
            "Concern",
            "Evidence",
            "What has been done",
        ),
    ),
    Body(
        "psd",
        "Professional standards",
        "The same day",
        (CONTACT, "Person's name", "Person's date of birth", "Concern", "Evidence"),
    ),
    Body(
        "officer",
        "Officer in case or public protection",
        "The same day",
        (*_ADULT, "Where the person is", "Concern", "Evidence"),
    ),
)

_WORDS = (
    ("missing", "missing"),
    ("multi-agency", "mash"),
    ("designated officer", "lado"),
    ("threat-to-life", "duty"),
    ("inspector", "duty"),
    ("health", "health"),
    ("lado", "lado"),
    ("licensing", "licensing"),
    ("professional standards", "psd"),
    ("responder", "nrm"),
    ("mash", "mash"),
    ("officer", "officer"),
    ("public protection", "officer"),
)


def body_for(route: str) -> Body:
    """The body that a rule's route names first; children's social care where it names none of them.

    >>> body_for("LADO within one working day").key, body_for("missing-persons unit and MASH").key
    ('lado', 'missing')
    """
    low = route.lower()
    found = [(low.find(word), key) for word, key in _WORDS if word in low]
    key = min(found)[1] if found else "mash"
    return by_key(key)


def by_key(key: str) -> Body:
    """A body by its key; children's social care for a key that is none."""
    return next((body for body in BODIES if body.key == key), BODIES[0])
