"""The code of conduct that everybody accepts before first use. A new version asks everybody again."""

VERSION = "2026-1"

CLAUSES: tuple[tuple[str, str], ...] = (
    (
        "Look only where your work takes you",
        "Every page of a case that you open is recorded with your name and the time.",
    ),
    (
        "Say if you know anyone",
        "Hand the case back if you know someone in it, or took any part in the first investigation.",
    ),
    (
        "You decide, not the software",
        "A finding is a reason to look. It can be wrong, and it never means that someone is guilty.",
    ),
    ("No record does not mean not done", "Write ‘no record of’, not ‘was not done’."),
    ("Risk comes first", "If you think someone is at risk now, act now. The review can wait."),
    ("Keep it here", "Take information out of the workspace only with its own downloads. Each one is recorded."),
    ("Look after yourself", "Stop when you need to. You can hand a case back at any time, and no one will ask why."),
)
