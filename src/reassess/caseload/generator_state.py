"""What the investigations of one chunk share: randomness, numbers, staff, places and the rows of people."""

from random import Random

from reassess.caseload.case import Case, Row
from reassess.caseload.marks import PhoneBook, handle, plate
from reassess.caseload.persons import Person, Record, new_person
from reassess.caseload.places import AREAS, Place, new_place, postcode
from reassess.caseload.slips import record_of

CHUNK = 250
AREAS_A_CHUNK = 3
# Room for this many ids of a kind, and for this many made-up numbers, in every chunk.
_IDS = 1_000_000
_NUMBERS = 20_000


class GeneratorState:
    """The state of one chunk; everything in it follows from the seed and the chunk's number.

    `start` is the index of its first investigation, `count` how many it makes, `total` how many the caseload has.
    """

    def __init__(self, seed: int, chunk: int, total: int) -> None:
        self.seed = seed
        self.chunk = chunk
        self.start = chunk * CHUNK
        self.count = min(CHUNK, total - self.start)
        self.total = total
        self.rng = Random(f"caseload {seed} {chunk}")
        self.phones = PhoneBook(seed, total)
        self.areas = [(chunk * AREAS_A_CHUNK + at) % len(AREAS) for at in range(AREAS_A_CHUNK)]
        self.tables: dict[str, list[Row]] = {}
        self.persons: list[Person] = []
        self.pairs: list[tuple[Person, Person, str]] = []
        self.groups: list[tuple[str, str]] = []
        self._public: dict[int, list[Place]] = {}
        self._ids: dict[str, int] = {}
        self._numbers = 0

    def add(self, table: str, *values: object) -> None:
        """Add a row to a table that belongs to no single investigation."""
        self.tables.setdefault(table, []).append(values)

    def new_id(self, letter: str) -> str:
        """The next id that starts with this letter; unique in the caseload."""
        count = self._ids[letter] = self._ids.get(letter, 0) + 1
        return f"{letter}{self.chunk * _IDS + count:07d}"

    def number(self) -> int:
        """The next number that nothing else in the caseload is made from."""
        self._numbers += 1
        return self.chunk * _NUMBERS + self._numbers

    def reserved_number(self, chunk: int, at: int) -> int:
        """A made-up number of a chunk that `number` never reaches."""
        return (chunk + 1) * _NUMBERS - 1 - at

    def reserved_home(self, chunk: int, at: int) -> str:
        """The home of somebody whom two chunks know; its row belongs to the first of them."""
        location_id = f"L{(chunk + 1) * _IDS - 1 - at:07d}"
        if chunk == self.chunk:
            self.add(
                "location",
                location_id,
                "home",
                "",
                f"{at + 1} Calderbrook Row",
                postcode(self.rng, AREAS[self.areas[0]][1]),
                "",
                "",
            )
        return location_id

    def spare_mark(self) -> tuple[str, str]:
        """An identifier in normal form (kind, value) that nobody owns and nothing else is."""
        number = self.number()
        made = {"vehicle": plate(number), "handle": handle(number), "email": f"{handle(number)}@example.org"}
        kind = self.rng.choice(sorted(made))
        return kind, made[kind]

    def person(self, born: int, sex: str = "", surname: str = "") -> Person:
        """Somebody new."""
        number = self.number()
        person = new_person(self.rng, f"human-{number:06d}", number, born, sex)
        person.surname = surname or person.surname
        self.persons.append(person)
        return person

    def record(self, person: Person, *, exact: bool = False) -> Record:
        """A new record of a person; `exact` keeps it free of slips."""
        return record_of(self.rng, person, self.new_id("N"), exact=exact)

    def place(self, kind: str, area: int) -> Place:
        """A new place, and its row."""
        place = new_place(self.rng, self.new_id("L"), kind, area, self.number() % 40_000)
        north, east = place.point or ("", "")
        self.add("location", place.location_id, place.kind, place.name, place.address, place.postcode, north, east)
        return place

    def public(self, area: int) -> list[Place]:
        """The schools, police stations and hospitals of an area, made on first asking."""
        if area not in self._public:
            self._public[area] = [
                self.place(kind, area) for kind in ("school", "school", "police", "hospital", "care_home")
            ]
        return self._public[area]

    def home_of(self, person: Person, area: int) -> str:
        """Where a person lives; made on first asking."""
        if not person.home:
            person.home = self.place("home", area).location_id
        return person.home

    def staff(self, case_area: int, rank: str) -> str:
        """A staff id of an area: thirty officers and six supervisors each."""
        if rank == "supervisor":
            return f"MP{1000 + case_area * 10 + self.rng.randrange(6)}"
        return f"MP{2000 + case_area * 40 + self.rng.randrange(30)}"

    def task(self, case: Case, day: int, kind: str, text: str, **more: object) -> str:
        """Raise a task; it is resulted, on the day given as `on`, unless `status` says otherwise."""
        action_id = self.new_id("A")
        status, result = more.get("status", "resulted"), more.get("result", "Completed")
        case.actions.append(
            (action_id, case.ref, min(day, case.end), kind, text, more.get("person", ""), more.get("exhibit", ""),
            status,
             more.get("on"), result)
        )  # fmt: skip
        return action_id
