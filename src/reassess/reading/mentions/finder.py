"""Everything at once: passages in, sorted mentions out."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reassess.reading.mentions.dictionary.entries import Dictionary
from reassess.reading.mentions.dictionary.lexicon import Lexicon
from reassess.reading.mentions.found import Found, Joined, Unit
from reassess.reading.mentions.identifiers import identifiers
from reassess.reading.mentions.persons import all_caps as shouted
from reassess.reading.mentions.persons import model
from reassess.reading.mentions.persons.names import (
    is_common_forename,
    nicknames,
    part_names,
    role_of,
    unknown_names,
)
from reassess.reading.mentions.phrases import negation as stance
from reassess.reading.mentions.phrases.lists import AFTER_CUE, BEFORE_CUE, Phrase
from reassess.reading.mentions.phrases.searcher import Place, Searcher
from reassess.reading.mentions.phrases.speaker import mail_place, speaker_at
from reassess.reading.mentions.places import addresses
from reassess.reading.mentions.times import times

SENTENCE = 160
_ROLE = re.compile(r"\b(victim|complainant|suspect|witness|defendant)s?\b")
_SURE_ROLES = {"named", "friend", "family", "witness", "professional", "victim", "suspect"}


@dataclass(frozen=True)
class Finder:
    """Finds the mentions of passages with one lexicon. Costly to make, cheap to use."""

    lexicon: Lexicon
    searcher: Searcher = field(default_factory=Searcher)

    @classmethod
    def of(cls, dictionary: Dictionary) -> "Finder":
        """The finder for a corpus."""
        return cls(Lexicon.of(dictionary))

    def find(self, units: Sequence[Unit]) -> list[list[Found]]:
        """For each passage its mentions, sorted by place; positions count from the start of the passage."""
        joined = Joined(units)
        hits = self.searcher.search(joined)
        known = _longest(joined, [*self.lexicon.find(joined), *hits.shorthand])
        shown = shouted.shown(joined.text)
        names = sorted([*_with_roles(joined, known), *self._new_names(joined.text, shown, known)])
        found = [*names, *_rules(joined.text, shown), *_in_context(joined, _matches(joined, hits.places), names)]
        return _by_unit(joined, found)

    def _new_names(self, text: str, shown: str, known: Sequence[Found]) -> Iterator[Found]:
        unsure = []
        for found in unknown_names(shown, known):
            words = text[found.start : found.end].split()
            found = found._replace(detail=role_of(text, found.start, found.end))
            forename = found.value.split()[0]
            if self.lexicon.knows_forename(forename) or is_common_forename(forename):
                # In capitals a surname may be any other word.
                yield found._replace(doubtful=words[0].isupper() and len(words[0]) > 1)
            elif found.detail in _SURE_ROLES:
                yield found._replace(doubtful=True)
            else:
                unsure.append(found)
        yield from _confirmed(shown, unsure)


def _confirmed(text: str, candidates: Sequence[Found]) -> Iterator[Found]:
    """The candidates that the model takes for persons too; equal sentences are shown to it once."""
    contexts = [_sentence(text, found) for found in candidates]
    sentences = sorted({sentence for sentence, _ in contexts})
    people = dict(zip(sentences, model.people(sentences), strict=True)) if sentences else {}
    for found, (sentence, at) in zip(candidates, contexts, strict=True):
        length = found.end - found.start
        if any(start < at + length and at < end for start, end in people[sentence]):
            yield found._replace(doubtful=True)


def _sentence(text: str, found: Found) -> tuple[str, int]:
    """The sentence around a candidate and where the candidate stands in it."""
    low = max(text.rfind(mark, max(0, found.start - SENTENCE), found.start) + 1 for mark in ".\n\ue000")
    low = max(low, found.start - SENTENCE)
    ends = [end for mark in (". ", "\n") if (end := text.find(mark, found.end, found.end + SENTENCE)) >= 0]
    return text[low : min(ends, default=found.end + SENTENCE)], found.start - low


def _longest(joined: Joined, found: Iterable[Found]) -> list[Found]:
    """Of mentions of one kind that overlap, the longest one, then the one whose value has the order of the words."""
    kept: list[Found] = []
    last_end: dict[str, int] = defaultdict(int)

    def order(each: Found) -> tuple[object, ...]:
        turned = each.kind == "name" and not joined.lower.startswith(each.value.split()[0][0], each.start)
        return (each.start, -each.end, each.kind, turned, each.value, each.detail)

    for each in sorted(found, key=order):
        if each.start >= last_end[each.kind]:
            last_end[each.kind] = each.end
            kept.append(each)
    return kept


class Match(NamedTuple):
    """Where a phrase of a list stands."""

    start: int
    end: int
    phrase: Phrase


def _rules(text: str, shown: str) -> Iterator[Found]:
    """What patterns find; names in the text as somebody would have typed it who did not write in capitals."""
    for find in (identifiers, times, addresses):
        yield from find(text)
    for find in (part_names, nicknames):
        yield from find(shown)


def _with_roles(joined: Joined, known: Iterable[Found]) -> Iterator[Found]:
    """Names with what is said of the person; nicknames only where no longer name or place holds them."""
    covered = -1
    for found in sorted(known, key=lambda f: (f.start, -f.end)):
        if found.kind in ("name", "place"):
            covered = max(covered, found.end)
        if found.kind == "name":
            yield found._replace(detail=role_of(joined.text, found.start, found.end))
        elif found.kind != "nickname" or found.start >= covered:
            yield found


def _matches(joined: Joined, places: Iterable[Place]) -> list[Match]:
    """Where phrases stand, the longest of each kind and value."""
    found: set[Match] = set()
    searched: dict[int, int] = {}
    for start, phrase in places:
        # One match covers every later cue of the same phrase inside it.
        if searched.get(id(phrase), -1) > start:
            continue
        for match in _tried(joined.lower, start, phrase):
            if match.start() <= start < match.end() and not _excepted(joined.lower, phrase, match):
                searched[id(phrase)] = match.end()
                found.add(Match(match.start(), match.end(), phrase))
    return _longest_matches(found)


def _tried(lower: str, start: int, phrase: Phrase) -> Iterable[re.Match[str]]:
    """The matches of a phrase near a cue: where the cue is its first word, there is one place only to try."""
    if phrase.before:
        return phrase.pattern.finditer(lower, max(0, start - phrase.before), start + phrase.after)
    match = phrase.pattern.match(lower, start, start + phrase.after)
    return (match,) if match else ()


def _excepted(lower: str, phrase: Phrase, match: re.Match[str]) -> bool:
    low, high = max(0, match.start() - BEFORE_CUE), match.end() + AFTER_CUE
    return any(
        other.start() < match.end() and match.start() < other.end()
        for pattern in phrase.excepted
        for other in pattern.finditer(lower, low, high)
    )


def _longest_matches(found: Iterable[Match]) -> list[Match]:
    kept: list[Match] = []
    last_end: dict[tuple[str, str], int] = defaultdict(int)
    for each in sorted(found, key=lambda m: (m.start, -m.end, m.phrase.kind, m.phrase.value, m.phrase.say)):
        key = (each.phrase.kind, each.phrase.value)
        if each.start >= last_end[key]:
            last_end[key] = each.end
            kept.append(each)
    return kept


def _in_context(joined: Joined, matches: Iterable[Match], names: Sequence[Found]) -> Iterator[Found]:
    """Matches with what their sentence says of them: denied, in doubt, who speaks, whom it is about."""
    people = [name for name in names if name.kind == "name"]
    starts = [name.start for name in people]
    for start, end, phrase in matches:
        before, after = stance.clause_before(joined.lower, start), stance.clause_after(joined.lower, end)
        negated, unsure = stance.negated(before, after) if phrase.negatable else (False, False)
        doubtful = phrase.doubtful or unsure or stance.in_doubt(before, after)
        number = joined.unit_at(start)
        offset = joined.starts[number]
        speaker = speaker_at(joined.units[number], start - offset, end - offset)
        near = people[bisect_left(starts, start - len(before)) : bisect_left(starts, end + len(after))]
        detail = _about(phrase, start, before, after, near) if phrase.about else phrase.group
        yield Found(start, end, phrase.kind, phrase.value, detail, doubtful, negated, speaker)


def _about(phrase: Phrase, start: int, before: str, after: str, near: Sequence[Found]) -> str:
    """The person a phrase is about: 'name:...' in the same clause, else 'role:victim' or another role, else nothing."""
    preceding = [name.value for name in near if name.start < start]
    following = [name.value for name in near if name.start > start]
    chosen = following[:1] or preceding[-1:] if phrase.about == "after" else preceding[-1:] or following[:1]
    if chosen:
        return f"name:{chosen[0]}"
    roles = _ROLE.findall(after)[:1] if phrase.about == "after" else []
    roles = roles or _ROLE.findall(before)[-1:] or _ROLE.findall(after)[:1]
    return f"role:{roles[0]}" if roles else ""


def _by_unit(joined: Joined, found: Iterable[Found]) -> list[list[Found]]:
    units: list[list[Found]] = [[] for _ in joined.units]
    for each in sorted(set(found)):
        number = joined.unit_at(each.start)
        unit, offset = joined.units[number], joined.starts[number]
        start, end = each.start - offset, each.end - offset
        speaker = each.speaker or (mail_place(unit.text, start) if unit.mail else "")
        units[number].append(each._replace(start=start, end=end, speaker=speaker))
    return units
