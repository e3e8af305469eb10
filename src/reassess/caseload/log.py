"""The log of an investigation in police shorthand: what plants say, supervisors' reviews, and the daily round."""

from random import Random

from reassess.caseload.case import Case
from reassess.caseload.days import iso, uk
from reassess.caseload.generator_state import GeneratorState
from reassess.caseload.wording import WORDS

# No two ordinary entries are further apart than twice this many days.
_STEP = 38
_LONG_LOG = 4000
Line = tuple[int, str, str]


def write_log(state: GeneratorState, case: Case) -> None:
    """Add the entries of a case, in order of time; about thirty, and thousands in one case of a large caseload."""
    rng = state.rng
    lines = [*_ordinary(state, case, _count(state, case)), *case.notes]
    lines.sort(key=lambda line: line[0])
    if case.gap:
        lines = _with_gap(case, case.gap, lines)
    for at, (day, author, text) in enumerate(lines):
        time = _time(rng, case, day)
        case.add("entry", state.new_id("E"), case.ref, f"{iso(day)}T{time}:00", author, text)
        if at == 0:
            case.rows["entry"][0] = (*case.rows["entry"][0][:4], f"Initial report. {text}")


def _count(state: GeneratorState, case: Case) -> int:
    span = case.end - case.opened
    usual = int(min(400, state.rng.lognormvariate(3.2, 0.62)))
    if case.number - 2_000_000 == state.total // 2:
        usual = max(usual, min(_LONG_LOG, state.total * _LONG_LOG // 9000))
    return max(usual - len(case.notes), span // _STEP + 1)


def _ordinary(state: GeneratorState, case: Case, count: int) -> list[Line]:
    """Entries spread over the life of the case, one a stretch of equal length, so that no gap opens by chance."""
    rng, width = state.rng, (case.end - case.opened) / count
    entries, supervised = WORDS["entries"], "no supervision" not in case.claims
    who = _Speakers(case)
    lines = []
    for at in range(count):
        day = case.opened + int((at + rng.random()) * width)
        reviewed = supervised and at % 9 == min(4, count - 1)
        text = who.fill(rng, rng.choice(WORDS["supervisor"] if reviewed else entries), day)
        lines.append((day, case.supervisor if reviewed else case.oic, text))
    return lines


class _Speakers:
    """The labels and names that the entries of one case may use."""

    def __init__(self, case: Case) -> None:
        self._victims = [part.label for part in case.victims] or ["IP"]
        self._suspects = [part.label for part in case.suspects] or ["S1"]
        self._names = [part.record.name for part in case.parts if part.record.full_name and part.role != "suspect"] or [
            "R1"
        ]
        self._places = [place.name for place in case.premises] or ["the address"]
        self._case = case

    def fill(self, rng: Random, template: str, day: int) -> str:
        """The template with its fields filled from the case."""
        if "{" not in template:
            return template
        return template.format(
            v=rng.choice(self._victims), s=rng.choice(self._suspects), name=rng.choice(self._names),
            place=rng.choice(self._places), day=uk(day + rng.randrange(5, 29)), n=rng.randrange(2, 19),
            oic=self._case.oic, ref=self._case.ref,
        )  # fmt: skip


def _with_gap(case: Case, gap: tuple[int, int], lines: list[Line]) -> list[Line]:
    """The same lines with nothing between the two days, and an entry on each of them."""
    start, end = gap
    kept = [(start if start < day < end else day, author, text) for day, author, text in lines]
    kept += [(start, case.oic, "Diary entry."), (end, case.oic, "Diary entry. Record read through.")]
    return sorted(kept, key=lambda line: line[0])


def _time(rng: Random, case: Case, day: int) -> str:
    """A time of day; the ends of a gap are set so that hours do not lengthen it."""
    hour = rng.randrange(8, 19)
    if case.gap and day in case.gap:
        hour = 17 if day == case.gap[0] else 8
    return f"{hour:02d}:{rng.randrange(60):02d}"
