"""The dossier of a case: the rows of its record and what a run found, piece by piece, as pages and publishing read it.

A dossier is stored as JSON (`dossier_packing`); `publishing/pieces.py` holds the SELECT of each piece.
"""

from typing import NotRequired, TypedDict

from reassess.workspace.cases.record_rows import (
    ActionRow,
    DecisionRow,
    DocumentRow,
    EntryRow,
    ExhibitRow,
    IdentifierRow,
    IntelligenceRow,
    InvestigationRow,
    InvolvementRow,
    LocationRow,
    MissingEpisodeRow,
    OffenceRow,
    PersonRow,
    PositionRow,
    PresenceRow,
    ReferralRow,
    RelationshipRow,
    ResidenceRow,
    WhereaboutsRow,
)


class DocumentPart(TypedDict):
    """A part of a document's file: what it is, and whether it was read, recognised or refused and why.

    `parts` alike parts, such as pages, are one entry.
    """

    kind: str
    name: str
    status: str
    reason: str
    parts: int


class DocumentFile(TypedDict):
    """The file of a document: whether it could be read, what it consists of, and where it is kept."""

    document_id: str
    status: str | None
    reason: str | None
    pages: int | None
    kind: str | None
    parts: NotRequired[list[DocumentPart] | None]
    sha256: str | None
    size: int | None
    path: str | None


class DocumentPage(TypedDict):
    """The text `x` of page `p` of document `k`."""

    k: str
    p: int
    x: str


class Mention(TypedDict):
    """A phone, plate, name, phrase ... in a field: table, key, field, page, start, end, kind, value, negated."""

    t: str
    k: str
    f: str
    p: int | None
    s: int
    e: int
    kind: str
    v: str
    n: bool | None


class WordBox(TypedDict):
    """Where a word of a scan stands: document, page, start and end in the text, and its box as shares of the page."""

    k: str
    p: int
    s: int
    e: int
    b: list[float]


class ScopeVerdict(TypedDict):
    """The verdict on one element of some criteria; an empty element is the whole."""

    criteria: str
    element: str
    verdict: str
    note: str | None


class DefinitionVerdict(TypedDict):
    """The verdict on one element of a definition; an empty element is the whole."""

    definition: str
    element: str
    verdict: str
    note: str | None


class EvidenceItem(TypedDict):
    """What a finding is based on: table, key, field, page, start and end of the words, and the case of the row."""

    t: str
    k: str
    f: str | None
    p: int | None
    s: int | None
    e: int | None
    words: str | None
    case: str | None


class DossierFinding(TypedDict):
    """A finding of a rule with its evidence."""

    finding_id: str
    rule: str
    subject: str
    band: str | None
    says: str
    note: str | None
    before_standard: bool | None
    doubtful: bool | None
    evidence: list[EvidenceItem]


class NotAssessable(TypedDict):
    """A rule for which the record of the case lacks something, and for how many subjects."""

    rule: str
    note: str | None
    subjects: int


class SamePerson(TypedDict):
    """Another record, in another case, of a person of this one."""

    person_id: str
    entity_id: str
    other: str
    case: str
    role: str
    name: str
    confirmed: bool
    weight: float | None


class SharedIdentifier(TypedDict):
    """An identifier that other cases have too; `count` says how many, `cases` names the first."""

    kind: str
    value: str
    cases: list[str]
    count: int


class SharedContact(TypedDict):
    """A place or identifier of the case that so many unrelated people share that it links none of them."""

    kind: str
    value: str
    name: str
    reason: str


class ComparedPair(TypedDict):
    """Two records that were compared closely; `evidence` is the waterfall as JSON."""

    left: str
    right: str
    probability: float
    weight: float
    band: str
    evidence: str | None


class Dossier(TypedDict):
    """Every piece of a dossier. A piece without rows is an empty list."""

    investigation: InvestigationRow
    offence: list[OffenceRow]
    involvement: list[InvolvementRow]
    identifier: list[IdentifierRow]
    presence: list[PresenceRow]
    action: list[ActionRow]
    exhibit: list[ExhibitRow]
    decision: list[DecisionRow]
    entry: list[EntryRow]
    document: list[DocumentRow]
    person: list[PersonRow]
    residence: list[ResidenceRow]
    position: list[PositionRow]
    whereabouts: list[WhereaboutsRow]
    missing_episode: list[MissingEpisodeRow]
    relationship: list[RelationshipRow]
    referral: list[ReferralRow]
    intelligence: list[IntelligenceRow]
    location: list[LocationRow]
    file: list[DocumentFile]
    passage: list[DocumentPage]
    mention: list[Mention]
    box: list[WordBox]
    scope: list[ScopeVerdict]
    definition: list[DefinitionVerdict]
    finding: list[DossierFinding]
    not_assessable: list[NotAssessable]
    same_human: list[SamePerson]
    shared: list[SharedIdentifier]
    hub: list[SharedContact]
    pair: list[ComparedPair]


class PublishedPieces(TypedDict):
    """The pieces that lists, findings and risks are made from: a twentieth of a dossier."""

    finding: list[DossierFinding]
    definition: list[DefinitionVerdict]
    person: list[PersonRow]
    involvement: list[InvolvementRow]
