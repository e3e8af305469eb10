"""The code of conduct that everybody accepts before first use. A new version asks everybody again."""

VERSION = "2026-1"

CLAUSES: tuple[tuple[str, str], ...] = (
    (
        "Look only where your work takes you",
        "Every page of a case that you open is recorded with your name and the time.",
    ),
    (
        "Say if you know anybody",
        "If you know a person in a case, or had any part in the first investigation, hand it back.",
    ),
    (
        "You decide, not the software",
        "A finding is a reason to look. It can be wrong, and it never says that somebody is guilty.",
    ),
    ("Absence of a record is not absence of an act", "Write 'no record of', not 'was not done'."),
    ("Risk comes first", "Where you think that somebody is at risk now, act now; the review can wait."),
    ("Keep it here", "Nothing leaves the workspace but by its own exports, each of which is recorded."),
    ("Mind yourself", "Stop when you need to. You may hand a case back at any time, and nobody will ask why."),
)
