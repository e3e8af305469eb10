"""Linked cases travel together: which cases one reader should have, so that nobody reads half of a story."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

# A reader can hold a story of a few cases in mind; a bigger network is split where its ties are weakest.
MOST_TOGETHER = 8
# A tie that more cases share is no tie (a helpline, a station, a street).
MOST_SHARING = 20


def travel_groups(links: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """For each case the first reference of those it travels with (its own where it travels alone).

    Args:
        links: the people, identifiers and places of each case. What fewest cases share ties first, and a tie that
            would make a group of more than `MOST_TOGETHER` is left.
    """
    sharing: defaultdict[str, list[str]] = defaultdict(list)
    for case in sorted(links):
        for token in set(links[case]):
            sharing[token].append(case)
    groups = {case: [case] for case in links}
    ties = sorted((len(cases), token) for token, cases in sharing.items() if 2 <= len(cases) <= MOST_SHARING)
    for _, token in ties:
        for other in sharing[token][1:]:
            _join(groups, sharing[token][0], other)
    return {case: min(group) for case, group in groups.items()}


def _join(groups: dict[str, list[str]], one: str, other: str) -> None:
    left, right = groups[one], groups[other]
    if left is right or len(left) + len(right) > MOST_TOGETHER:
        return
    left.extend(right)
    for case in right:
        groups[case] = left
