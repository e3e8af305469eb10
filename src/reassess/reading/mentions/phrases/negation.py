"""Whether a phrase is denied or in doubt where it stands, and whose words it is in."""

import re
from collections.abc import Sequence

REACH = 240
_SENTENCE_END = re.compile(r"[.!?](?=[\s\"\u201d\u2019')]|$)|\n\s*\n|\ue000")

_NO = re.compile(
    r"\b(?:no|nil|without|zero|absence of|lack of|ruled? out|negative for|nor|nothing to (?:suggest|indicate|show))"
    r"(?:\s+|:\s*)"
)
_NOBODY = re.compile(r"\b(?:no[ -]one|nobody)\s+(?:(?:has|had|ever|else|was|is)\s+)?$")
_WORD = re.compile(r"([\w'\u2019-]+)(\W+)")
_LINKS = frozenset(
    {
        *(
            "any",
            "further",
            "other",
            "current",
            "known",
            "specific",
            "direct",
            "recent",
            "previous",
            "reported",
            "recorded",
        ),
        *("immediate", "active", "actual", "new", "such", "clear", "apparent", "suggestion", "suggestions", "evidence"),
        *(
            "sign",
            "signs",
            "link",
            "links",
            "indication",
            "indications",
            "record",
            "history",
            "mention",
            "report",
            "reports",
        ),
        *("concern", "concerns", "risk", "disclosure", "disclosures", "thought", "thoughts", "intent", "intention"),
        *(
            "intentions",
            "plan",
            "plans",
            "allegation",
            "allegations",
            "that",
            "how",
            "which",
            "they",
            "he",
            "she",
            "are",
        ),
        *(
            "were",
            "the",
            "a",
            "an",
            "of",
            "to",
            "about",
            "for",
            "re",
            "two",
            "men",
            "males",
            "both",
            "suspects",
            "victim",
        ),
        *("at", "this", "time"),
    }
)
"""Words that describe or list: between 'no' and what it denies stands nothing else."""
_RISKS = re.compile(
    r"self|harm\w*|self-harm\w*|suicid\w+|thoughts?|ideation|feelings?|overdos\w+|threats?|to|kill|life|injur\w+|weapons?"
    r"|violence|drugs?|alcohol|abuse|mental|health|issues?|concerns?|intent\w*|plans?|attempts?|history|previous|of"
)
_LONGEST_ITEM = 5
_NOT = re.compile(
    r"(?:\b(?:not|never|neither|nor|cannot|didnt|doesnt|isnt|wasnt|hasnt|wont"
    r"|unable to|failed to|declined to|refused to)|n['\u2019]t)\b"
    r"(?:\s+(?!(?:since|because|after|before|until|when|where|despite|due|following|re|regarding|for|if|at|on|with|only|seen"
    r"|that|in|why|who|what|how|contacted|answer\w*|reply|replied|attend\w*|return\w*|but|as|although|though|however|yet|whether|clear|sure"
    r"|certain|known)\b)[\w'\u2019-]+){0,5}\s+$"
)
_UP_TO_FIVE = r"(?:(?!(?:why|who|what|where|when|how|but|until|because)\b)[\w'\u2019-]+\s+){0,5}$"
# 'She does not think that he would kill her': what is not thought, said or heard is not so.
_NOT_SAID = re.compile(
    r"(?:\b(?:not|never|nobody|no[ -]one|neither)|n['\u2019]t)\s+(?:(?:has|had|have|ever|been)\s+){0,2}"
    r"(?:think|thought|believe|say|said|suggest|alleg|claim|mention|hear|told|tell|report)\w*\s+(?:that\s+)?"
    + _UP_TO_FIVE
)
# 'No evidence that she self-harms', 'no longer in fear for her life'.
_NOTHING_THAT = re.compile(
    r"\b(?:no\s+(?:[\w-]+\s+){0,2}?(?:evidence|intelligence|information|suggestion|indication|signs?|reports?|grounds|claim"
    r"|allegation|belief)\s+(?:that|of|to suggest)|nothing to (?:suggest|indicate|show)(?:\s+that)?|no longer"
    r")\s*"
    + _UP_TO_FIVE
    + r"|\bnot (?:in|under|at)(?: any| immediate)?\s+$"
)
_DENIED = re.compile(r"\b(?:denie[sd]|deny|denying|disput\w+|refut\w+)\b")
_DENIED_REACH = 6
_HYPHENATED = re.compile(r"[\w'\u2019-]+")
_CLAUSE_LINK = re.compile(r"(?:but|and)\b")
_TOLD = (
    r"^\W{0,3}(?:\(?y/n\)?\W{0,3})?(?:(?:risk|assessment|thoughts|ideation|concerns?|issues?|identified|disclosed|is|was|were"
    r"|are|has been|have been|attempts?)\W+){0,3}"
)
_AFTER = re.compile(
    _TOLD + r"(?:nil|none|n/a|n(?=\W*$)|no\b(?! (?:action|reply|contact|further))"
    r"|not (?:made|identified|disclosed|reported|present|known|found|alleged|apparent|evident|recorded|offered"
    r"|applicable)"
    r"|never made|discounted|ruled out|negated|negative|unfounded)(?:\b|$)"
)
# 'Threat to kill Zoe Quill: not made out', 'suicide ruled out for the girl'.
_AFTER_NAME = re.compile(
    r"(?:\s+[\w'\u2019-]+){0,3}(?:\s*:\s*(?:nil|none|no(?=\W*$)|not (?:made|known|found|alleged|reported|identified))"
    r"|\s+(?:ruled out|discounted|unfounded))\b"
)
_ANSWERED_NO = re.compile(r"[^.;]*,[^.;,]*\b(?:said|answered|replied) no\W*$")
_ASKED = re.compile(r"\basked (?:about|if|whether)\b")
_AFTER_DENIED = re.compile(_TOLD + r"(?:denie[sd]|denying|disputed)\b")
# A form asks and answers in one breath: 'Self-harm? No.'
_ANSWERED = re.compile(r"\s*(?:\(y/n\)\s*)?\?\s*(?:no?|nil|none|n/a|y(?:es)?)\b[.;]?")
_DOUBT = re.compile(
    r"\b(?:whether|if|asked (?:about|if|whether)|consider(?:ed)? whether|possib(?:le|ly)|alleged(?:ly)?|rumou?r\w*"
    r"|unconfirmed"
    r"|not known|unclear|policy|training|leaflet|helpline|template|form|procedure|checklist|question(?:naire)?s?)\b"
)
_DOUBT_AFTER = re.compile(
    r"^\W*(?:\w+\W+)?(?:risk assessment|assessment form|form|assessment to be|policy|training|leaflet|\?)"
)
_HYPOTHETICAL = re.compile(r"\brisk of\s+$")


def clause_before(lower: str, start: int) -> str:
    """What stands before a phrase in its own sentence and on its side of a 'but'."""
    before = lower[max(0, start - REACH) : start]
    ends = [match.end() for match in _SENTENCE_END.finditer(before)]
    clause = before[ends[-1] :] if ends else before
    return re.split(r";|\b(?:but|however|although|though|except)\b", clause)[-1].replace("\n", " ")


def clause_after(lower: str, end: int) -> str:
    """What follows a phrase up to the end of its sentence, the end mark included; the answer too where it asks."""
    after = lower[end : end + REACH]
    answered = _ANSWERED.match(after)
    if answered:
        return answered.group()
    stop = _SENTENCE_END.search(after)
    return (after[: stop.end()] if stop else after).replace("\n", " ")


def negated(before: str, after: str) -> tuple[bool, bool]:
    """Whether the phrase between the two is denied, and whether that is open to doubt."""
    if _is_denied(before) or _AFTER_DENIED.match(after):
        return True, True
    if _NOT_SAID.search(before) or _NOTHING_THAT.search(before) or _AFTER_NAME.match(after):
        return True, False
    if _ASKED.search(before) and _ANSWERED_NO.match(after):
        return True, False
    if _no_reaches(before) or _NOBODY.search(before) or _NOT.search(before) or _AFTER.match(after):
        return True, False
    return False, False


def _is_denied(before: str) -> bool:
    """Whether 'denied' stands at most six words before the phrase, with no 'but' or 'and' between.

    Words are counted in code: a pattern for it splits a row of hyphens, which both part and join words, in every way.
    """
    if not before or before[-1].isalnum() or before[-1] == "_":
        return False
    return any(_denial_reaches(before[match.end() + 1 :]) for match in _DENIED.finditer(before))


def _denial_reaches(between: str) -> bool:
    words = [word for word in _HYPHENATED.findall(between) if word.strip("'\u2019-")]
    return len(words) <= _DENIED_REACH and not any(map(_CLAUSE_LINK.match, words))


def _no_reaches(before: str) -> bool:
    """Whether a 'no' denies what follows `before`: the noun it belongs to, past describing words and down a list.

    After a comma or an 'and' it goes on only from one risk to the next: 'no reply, suicidal' denies nothing.
    """
    return any(_leads_on(_WORD.findall(before[match.end() :])) for match in _NO.finditer(before))


def _leads_on(words: Sequence[tuple[str, str]]) -> bool:
    at = 0
    while at < len(words):
        step = 1 if words[at][0] in _LINKS else _listed(words[at : at + _LONGEST_ITEM + 1])
        if not step:
            return False
        at += step
    return True


def _listed(words: Sequence[tuple[str, str]]) -> int:
    """How many words an item of a list has with the 'or', 'and' or comma behind it; 0 where it is no item."""
    risk = True
    for number, (word, parting) in enumerate(words):
        if number and word in ("or", "nor"):
            return number + 1
        if number and word == "and":
            return number + 1 if risk else 0
        risk = risk and _RISKS.fullmatch(word) is not None
        if "/" in parting or ("," in parting and risk):
            return number + 1
        if parting.strip(" -"):
            return 0
    return 0


def in_doubt(before: str, after: str) -> bool:
    """Whether a phrase stands in a question, a form or a rumour."""
    return any(
        (_DOUBT.search(before), _DOUBT_AFTER.match(after), _HYPOTHETICAL.search(before), after.rstrip().endswith("?"))
    )
