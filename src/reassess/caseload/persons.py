"""People, and the records that a force makes of them: one person, many records, some of them wrong."""

from dataclasses import dataclass, field
from random import Random

from reassess.caseload import marks
from reassess.caseload.days import FIRST_DAY, age_on, year_of
from reassess.caseload.names import draw_name

# Codes are drawn evenly and apart from names and roles: the caseload says nothing about who does what.
ETHNICITY_SELF = (
    "W1",
    "W2",
    "W3",
    "W9",
    "M1",
    "M2",
    "M3",
    "M9",
    "A1",
    "A2",
    "A3",
    "A4",
    "A9",
    "B1",
    "B2",
    "B9",
    "O1",
    "O9",
)
ETHNICITY_OBSERVED = ("IC1", "IC2", "IC3", "IC4", "IC5", "IC6")
NATIONALITIES = ("British", "British", "British", "British", "Irish", "Polish", "Romanian", "Nigerian", "Indian",
"Pakistani",
                 "Bangladeshi", "Portuguese", "Somali", "Turkish", "Italian", "Not known")  # fmt: skip
OCCUPATIONS = ("", "", "", "Retail assistant", "Warehouse operative", "Student", "Unemployed", "Carpenter", "Chef",
"Clerk",
               "Cleaner", "Electrician", "Nurse", "Mechanic", "Barber", "Plasterer", "Accountant",
               "Gardener")  # fmt: skip
NICKNAMES = tuple(
    f"{first}{second}"
    for first in (
        "Bizz",
        "Dex",
        "Frost",
        "Jinx",
        "Moss",
        "Razz",
        "Skip",
        "Tank",
        "Vex",
        "Zed",
        "Kobra",
        "Lux",
        "Nix",
        "Pogo",
    )
    for second in ("", "y", "er", "o", "man", "boy", "ster", "a")
)


@dataclass(slots=True, eq=False)
class Person:
    """Somebody who exists once in the truth, whatever the number of records.

    `contacts` are (kind, normal-form value) pairs that are this person's own; whoever `recurs` was cast by a
    thread through several cases, a `traveller` by two chunks.
    """

    own_id: str
    forename: str
    middle: str
    surname: str
    other_surname: str
    sex: str
    born: int
    nickname: str
    pnc: str
    occupation: str
    ethnicity_self: str
    ethnicity_observed: str
    nationality: str
    home: str = ""
    died: int | None = None
    recurs: bool = False
    traveller: bool = False
    contacts: list[tuple[str, str]] = field(default_factory=list)
    records: list["Record"] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Record:
    """A nominal record: what the force wrote down about a person.

    `sound` says that it holds a name with at most one slip and enough beside it to be linked by a fair linker.
    """

    person_id: str
    person: Person
    forename: str
    middle: str
    surname: str
    nicknames: str
    born: int | None
    sex: str
    pnc: str
    occupation: str
    ethnicity_self: str
    ethnicity_observed: str
    description: str = ""
    age: tuple[int, int, int] | None = None
    died: int | None = None
    sound: bool = True

    @property
    def name(self) -> str:
        """Forename and surname as recorded; the nickname where there is neither."""
        return f"{self.forename} {self.surname}".strip() or self.nicknames.split(";")[0]

    @property
    def full_name(self) -> bool:
        """Whether the record holds both a forename and a surname, neither an initial."""
        return len(self.forename) > 1 and len(self.surname) > 1


def new_person(rng: Random, own_id: str, number: int, born: int, sex: str = "") -> Person:
    """A person born on that day; `number` (unique in the caseload) makes identifiers of their own."""
    sex = sex or ("f" if rng.random() < 0.5 else "m")
    forename, middle, surname = draw_name(rng, sex)
    adult = age_on(born, FIRST_DAY + 3000) >= 18
    return Person(
        own_id=own_id,
        forename=forename,
        middle=middle if rng.random() < 0.35 else "",
        surname=surname,
        other_surname=draw_name(rng, sex)[2] if sex == "f" and adult and rng.random() < 0.3 else "",
        sex=sex,
        born=born,
        nickname=rng.choice(NICKNAMES) if rng.random() < 0.25 else "",
        pnc=_pnc(rng, number, born) if adult and rng.random() < 0.3 else "",
        occupation=rng.choice(OCCUPATIONS) if adult else "",
        ethnicity_self=rng.choice(ETHNICITY_SELF),
        ethnicity_observed=rng.choice(ETHNICITY_OBSERVED),
        nationality=rng.choice(NATIONALITIES),
        contacts=_contacts(rng, forename, surname, number),
    )


def _pnc(rng: Random, number: int, born: int) -> str:
    year = min(2025, year_of(born) + 18 + rng.randrange(8)) % 100
    return f"{year:02d}/{number % 1_000_000}{'ABCDEFGHJKLMNPQRTUVWXYZ'[number % 23]}"


def _contacts(rng: Random, forename: str, surname: str, number: int) -> list[tuple[str, str]]:
    """Identifiers that this person alone uses: one to three of mail, account, vehicle, handset and bank account."""
    made = {
        "email": marks.email(forename, surname, number),
        "handle": marks.handle(number),
        "vehicle": marks.plate(number),
        "imei": marks.imei(number),
        "bank_account": marks.bank_account(number),
    }
    return [(kind, made[kind]) for kind in rng.sample(sorted(made), rng.choice((1, 1, 2, 2, 3)))]
