"""A group in words: who, how many victims, which years and places, what holds it together, and how firmly."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reassess.networks.groups import Group, Tie, Weakest

MANY = 6
"""No more names than this stand in a sentence; the rest are counted."""

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
    """What nodes are called: suspects and places by name, the years of each case."""

    called: Mapping[str, str]
    years: Mapping[str, int]

    def of(self, node: str) -> str:
        """The name of a node; for a node without one, what stands behind its kind."""
        kind, name = node.split(":", 1)
        return self.called.get(node) or (f"an unidentified person ({name})" if kind == "person" else name)


def group_words(group: Group, names: Names, weakest: Weakest | None, stands: set[str]) -> str:
    """The description of a group, sentence by sentence."""
    return " ".join(
        [
            _who(group, names),
            _where(group, names),
            _held_by(group),
            _broken_by(names, weakest),
            _what_stands(group, stands),
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


def _where(group: Group, names: Names) -> str:
    places = [names.of(node) for node in group.nodes if node.startswith("place:")]
    return f"Places: {_listed(places)}." if places else "No place in common."


def _held_by(group: Group) -> str:
    repeated = _in_several_cases(group)
    numbers = [node.split(":", 1)[1] for node in group.nodes if node.split(":")[0] not in ("person", "case", "place")]
    kin = sum(tie.tie == "relationship" for tie in group.ties)
    grounds = [
        f"{_count(repeated, 'person', 'people')} suspected in two or more of its investigations" if repeated else "",
        f"numbers and accounts in common ({_listed(numbers)})" if numbers else "",
        _count(kin, "recorded relationship", "recorded relationships") if kin else "",
    ]
    said = [ground for ground in grounds if ground]
    return f"Held together by {_and(said)}." if said else "Held together by being suspected together."


def _in_several_cases(group: Group) -> int:
    cases = [tie.left_id for tie in group.ties if tie.tie == "suspect"]
    return sum(cases.count(suspect) > 1 for suspect in group.suspects)


def _broken_by(names: Names, weakest: Weakest | None) -> str:
    if weakest is None:
        return "No single link would break it in two."
    suspects = _count(weakest.parted, "suspect", "suspects")
    return f"One link would break it: {tie_words(weakest.tie, names)}; without it {suspects} would stand apart."


def tie_words(tie: Tie, names: Names) -> str:
    """One tie as a clause; 'doubtful' where the link behind it is."""
    doubt = " (a doubtful link)" if tie.doubtful else ""
    return f"{names.of(tie.left_id)} {TIES[tie.tie]} {names.of(tie.right_id)}{doubt}"


def _what_stands(group: Group, stands: set[str]) -> str:
    if not any(tie.doubtful for tie in group.ties):
        return "It rests on no doubtful link."
    suspects = sum(node in stands for node in group.suspects)
    cases = sum(node in stands for node in group.cases)
    if (suspects, cases) == (len(group.suspects), len(group.cases)):
        return "It would hang together even if every doubtful link were wrong."
    return (
        f"If every doubtful link is wrong, {suspects} of its {_count(len(group.suspects), 'suspect', 'suspects')} and"
        f" {cases} of its {_count(len(group.cases), 'investigation', 'investigations')} still hang together."
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _listed(names: Sequence[str]) -> str:
    if len(names) <= MANY:
        return _and(names)
    return f"{', '.join(names[:MANY])} and {len(names) - MANY} more"


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
