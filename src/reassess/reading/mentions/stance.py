"""Whether a phrase is denied or in doubt where it stands, and whose words it is in."""

import re

REACH = 240
_SENTENCE_END = re.compile(r"[.!?](?=[\s\"\u201d\u2019')]|$)|\n\s*\n|\ue000")

# 'No' denies the noun it belongs to: between it and the phrase stand only words that describe or list.
_LINK = (
    r"(?:(?:any|further|other|current|known|specific|direct|recent|previous|reported|recorded|immediate|active|actual|new"
    r"|such|clear|apparent|suggestion|suggestions|evidence|signs?|links?|indications?|record|history|mention|reports?|concerns?|risk"
    r"|disclosures?|thoughts?|intent|plans?|allegations?|that|how|which|they|he|she|are|were|the|a|an|of|to|about|for|re|two"
    r"|men|males|both|suspects|victim|at|this|time)\W+|(?:[\w-]+\s+){1,4}(?:or|nor|and|/)\s+|[\w-]+,\s+)*"
)
_NO = re.compile(rf"\b(?:no|nil|without|zero|absence of|lack of|ruled? out|negative for|nor)\s+{_LINK}$")
_NOT = re.compile(
    r"(?:\b(?:not|never|neither|nor|cannot|didnt|doesnt|isnt|wasnt|hasnt|wont"
    r"|unable to|failed to|declined to|refused to)|n['\u2019]t)\b"
    r"(?:\s+(?!since|because|after|before|until|when|where|despite|due|following|re|regarding|for|if|at|on|with|only|seen|that"
    r"|in|contacted|answer\w*|reply|replied|attend\w*|return\w*|but|as|although|though|however|yet)[\w'\u2019-]+){0,5}\s+$"
)
_DENIED = re.compile(r"\b(?:denie[sd]|deny|denying|disput\w+|refut\w+)\b(?:\W+(?!but\b|and\b)[\w'\u2019-]+){0,6}\W+$")
_AFTER = re.compile(
    r"^\W{0,3}(?:(?:risk|assessment|thoughts|ideation|concerns?|issues?|identified|disclosed|is|was|were"
    r"|are|has been|have been|attempts?)\W+){0,3}(?:nil|none|no\b(?! (?:action|reply|contact|further))"
    r"|not (?:made|identified|disclosed|reported|present|known|found|alleged|apparent|evident|recorded|offered)"
    r"|never made|discounted|ruled out|negated|denied|negative|unfounded)\b"
)
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
    """What follows a phrase up to the end of its sentence, the end mark included."""
    after = lower[end : end + REACH]
    stop = _SENTENCE_END.search(after)
    return (after[: stop.end()] if stop else after).replace("\n", " ")


def negated(before: str, after: str) -> tuple[bool, bool]:
    """Whether the phrase between the two is denied, and whether that is open to doubt."""
    if _DENIED.search(before):
        return True, True
    if _NO.search(before) or _NOT.search(before) or _AFTER.match(after):
        return True, False
    return False, False


def in_doubt(before: str, after: str) -> bool:
    """Whether a phrase stands in a question, a form or a rumour."""
    return any(
        (_DOUBT.search(before), _DOUBT_AFTER.match(after), _HYPOTHETICAL.search(before), after.rstrip().endswith("?"))
    )
