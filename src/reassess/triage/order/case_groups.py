"""Groups of linked cases that one reader should read together."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

# As many cases as one reader can keep in mind; a larger network is split at its weakest links.
MAX_GROUP_SIZE = 8
# What more cases share does not link them (a helpline, a station, a street).
MAX_CASES_SHARING = 20


def case_groups(links: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The group of each case, named after its first reference; a case without links is a group of its own.

    Args:
        links: the people, identifiers and places of each case. Links that the fewest cases share are joined first.
            A link that would make a group larger than `MAX_GROUP_SIZE` is ignored.
    """
    sharing: defaultdict[str, list[str]] = defaultdict(list)
    for case in sorted(links):
        for token in set(links[case]):
            sharing[token].append(case)
    groups = {case: [case] for case in links}
    by_rarity = sorted((len(cases), token) for token, cases in sharing.items() if 2 <= len(cases) <= MAX_CASES_SHARING)
    for _, token in by_rarity:
        for other in sharing[token][1:]:
            _join(groups, sharing[token][0], other)
    return {case: min(group) for case, group in groups.items()}


def _join(groups: dict[str, list[str]], one: str, other: str) -> None:
    left, right = groups[one], groups[other]
    if left is right or len(left) + len(right) > MAX_GROUP_SIZE:
        return
    left.extend(right)
    for case in right:
        groups[case] = left
