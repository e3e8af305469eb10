"""The description of a group: who, how many victims, which years and places, what connects it, and how firmly."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reassess.networks.groups import Group, Tie, WeakestLink

MAX_NAMES = 6
"""The most names in a sentence; the rest are counted."""

TIES: Mapping[str, str] = {
    "suspect": "is a suspect in",
    "victim": "is a victim in",
    "identifier": "is tied to",
    "place": "was seen at",
    "home": "lives or lived at",
    "relationship": "has a recorded relationship with",
}


@dataclass(frozen=True)
class Names:
    """The names of suspects and places, and the year of each case."""

    called: Mapping[str, str]
    years: Mapping[str, int]

    def of(self, node: str) -> str:
        """Return the name of a node; without one, its id."""
        kind, name = node.split(":", 1)
        return self.called.get(node) or (f"an unidentified person ({name})" if kind == "person" else name)


def describe_group(group: Group, names: Names, weakest: WeakestLink | None, firm: set[str]) -> str:
    """Return the description of a group; `firm` are the nodes of its firm core."""
    places = [names.of(node) for node in group.nodes if node.startswith("place:")]
    return " ".join(
        [
            _who(group, names),
            f"Places: {_listed(places)}." if places else "No place in common.",
            _connected_by(group),
            _weak_point(names, weakest),
            _without_doubt(group, firm),
        ]
    )


def _who(group: Group, names: Names) -> str:
    cases = Counter(tie.left_id for tie in group.ties if tie.tie == "suspect")
    suspects = _listed([names.of(node) for node in sorted(group.suspects, key=lambda node: (-cases[node], node))])
    years = sorted(names.years[case] for case in group.cases if case in names.years)
    when = f" of {years[0]} to {years[-1]}" if years and years[0] != years[-1] else f" of {years[0]}" if years else ""
    victims = _count(len(group.victims), "victim", "victims")
    return (
        f"{suspects}: suspects in {_count(len(group.cases), 'investigation', 'investigations')}{when}, with {victims}."
    )


def _connected_by(group: Group) -> str:
    cases = [tie.left_id for tie in group.ties if tie.tie == "suspect"]
    repeated = sum(cases.count(suspect) > 1 for suspect in group.suspects)
    numbers = [node.split(":", 1)[1] for node in group.nodes if node.split(":")[0] not in ("person", "case", "place")]
    kin = sum(tie.tie == "relationship" for tie in group.ties)
    grounds = [
        f"{_count(repeated, 'person', 'people')} suspected in two or more of its investigations" if repeated else "",
        f"numbers and accounts in common ({_listed(numbers)})" if numbers else "",
        _count(kin, "recorded relationship", "recorded relationships") if kin else "",
    ]
    found = [ground for ground in grounds if ground]
    return f"Connected by {_and(found)}." if found else "Connected as suspects of the same investigations."


def _weak_point(names: Names, weakest: WeakestLink | None) -> str:
    if weakest is None:
        return "No single link holds it together."
    suspects = _count(weakest.separated, "suspect", "suspects")
    return f"It depends on one link: {describe_tie(weakest.tie, names)}. Without it, {suspects} would be separate."


def describe_tie(tie: Tie, names: Names) -> str:
    """Return one tie as a clause that says if it is doubtful."""
    doubt = " (a doubtful link)" if tie.doubtful else ""
    return f"{names.of(tie.left_id)} {TIES[tie.tie]} {names.of(tie.right_id)}{doubt}"


def _without_doubt(group: Group, firm: set[str]) -> str:
    if not any(tie.doubtful for tie in group.ties):
        return "No link in it is doubtful."
    suspects = sum(node in firm for node in group.suspects)
    cases = sum(node in firm for node in group.cases)
    if (suspects, cases) == (len(group.suspects), len(group.cases)):
        return "It would stay connected even if every doubtful link were wrong."
    return (
        f"If every doubtful link is wrong, {suspects} of its {_count(len(group.suspects), 'suspect', 'suspects')} and"
        f" {cases} of its {_count(len(group.cases), 'investigation', 'investigations')} are still connected."
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _listed(names: Sequence[str]) -> str:
    if len(names) <= MAX_NAMES:
        return _and(names)
    return f"{', '.join(names[:MAX_NAMES])} and {len(names) - MAX_NAMES} more"


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
