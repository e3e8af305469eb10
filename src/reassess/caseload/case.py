"""An investigation while it is being made: its frame, the people in it, and the rows that will become its record."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from reassess.caseload.days import AS_OF, birthday
from reassess.caseload.persons import Person, Record
from reassess.caseload.places import Place

CHARGED_KINDS = frozenset(
    ("charge", "caution", "diversion", "trial_convicted", "trial_acquitted", "trial_collapsed", "discontinued")
)
NFA_KINDS = frozenset(("police_nfa", "cps_nfa"))
Row = tuple[object, ...]


@dataclass(slots=True, eq=False)
class Decision:
    """A row of the decision table about one suspect."""

    kind: str
    day: int
    by: str
    test: str
    rationale: str


@dataclass(slots=True, eq=False)
class Part:
    """A person's part in an investigation; `label` is what a log calls them (V1, S2, W1)."""

    record: Record
    role: str
    label: str
    named: int
    identified: bool | None = None
    arrested: int | None = None
    interviewed: int | None = None
    eliminated: int | None = None
    elimination_reason: str = ""
    account: int | None = None
    account_kind: str = ""
    supports: str = ""
    withdrawn: int | None = None
    decisions: list[Decision] = field(default_factory=list)

    @property
    def person_id(self) -> str:
        """The record's id."""
        return self.record.person_id

    @property
    def charged(self) -> bool:
        """Charged as rules.md defines it."""
        return any(decision.kind in CHARGED_KINDS for decision in self.decisions)

    @property
    def nfa(self) -> bool:
        """No further action by a decision on this suspect."""
        return not self.charged and any(decision.kind in NFA_KINDS for decision in self.decisions)

    def child_at(self, day: int) -> bool | None:
        """Under 18 on that day by the record; None where the record does not say."""
        born = self.record.born
        return None if born is None else birthday(born, 18) > day


@dataclass(slots=True, eq=False)
class Exhibit:
    """A row of the exhibit table."""

    exhibit_id: str
    kind: str
    description: str
    person_id: str
    seized: int | None
    submitted: int | None = None
    examined: int | None = None
    result: str = ""
    disposed: int | None = None


@dataclass(slots=True, eq=False)
class Case:
    """One investigation. Days are ordinals; `closed` is None while open; `end` is the last day of its log.

    `course` is how it went: nfa, charged, mixed, transferred, no_crime, minor (a matter that is not sexual) or open.
    `gap` is a first and a last day between which nothing was written; `notes` are (day, author, text) that the log must
    hold; `findings` and `near_misses` are its planted truth, `scans` the (document, line, words) of its scanned pages.
    """

    number: int
    ref: str
    area: int
    opened: int
    closed: int | None
    end: int
    course: str
    offence_from: int
    oic: str
    supervisor: str
    closed_by: str = ""
    outcome: str = ""
    reason: str = ""
    setting: str = "non_familial"
    summary: str = ""
    reviewed: int | None = None
    label: bool = False
    flags: set[str] = field(default_factory=set)
    parts: list[Part] = field(default_factory=list)
    exhibits: list[Exhibit] = field(default_factory=list)
    premises: list[Place] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    notes: list[tuple[int, str, str]] = field(default_factory=list)
    identifiers: list[tuple[str, str, str, int, str]] = field(default_factory=list)
    referrals: list[tuple[str, str, int, int | None, str]] = field(default_factory=list)
    actions: list[Row] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    gap: tuple[int, int] | None = None
    claims: set[str] = field(default_factory=set)
    findings: list[tuple[str, str, str]] = field(default_factory=list)
    near_misses: list[tuple[str, str, str]] = field(default_factory=list)
    scans: list[tuple[str, int, str]] = field(default_factory=list)
    phones: Iterator[str] = field(default_factory=lambda: iter(()))

    def of_role(self, *roles: str) -> list[Part]:
        """The parts of these roles, in order."""
        return [part for part in self.parts if part.role in roles]

    @property
    def victims(self) -> list[Part]:
        """The victims."""
        return self.of_role("victim")

    @property
    def suspects(self) -> list[Part]:
        """The suspects, identified or not."""
        return self.of_role("suspect")

    @property
    def known_suspects(self) -> list[Part]:
        """Identified suspects who are neither eliminated nor known to be dead."""
        return [
            part for part in self.suspects if part.identified and part.eliminated is None and part.record.died is None
        ]

    def part_of(self, person: Person) -> Part | None:
        """The first part of a person in this investigation."""
        return next((part for part in self.parts if part.record.person is person), None)

    def add(self, table: str, *values: object) -> None:
        """Add a row, values in the order of the record model."""
        self.rows.setdefault(table, []).append(values)

    def within(self, rng: Random, day: int, low: int, high: int) -> int:
        """A day so many days after another, inside the case."""
        return max(self.opened, min(day + rng.randrange(low, high), self.end))

    def claim(self, *keys: str) -> bool:
        """Reserve parts of the record for one plant; False where another has touched one of them."""
        if self.claims.intersection(keys):
            return False
        self.claims.update(keys)
        return True

    def found(self, rule: str, subject: str = "", note: str = "") -> None:
        """State a planted finding."""
        self.findings.append((rule, subject, note))

    def near(self, rule: str, subject: str, why: str) -> None:
        """State a planted near miss: this rule must not be found on this subject."""
        self.near_misses.append((rule, subject, why))

    def note(self, day: int, text: str, author: str = "") -> None:
        """An entry that the log must hold; by the officer in the case unless said otherwise."""
        self.notes.append((min(max(day, self.opened), self.end), author or self.oic, text))

    @property
    def earliest(self) -> int:
        """The day on which ages at the offence are taken."""
        return self.offence_from

    @property
    def recent(self) -> bool:
        """Whether the last day of the log lies within 24 months of the assessment."""
        return self.end > AS_OF - 700
