"""The rows of the record as a dossier holds them: one class a table of the record model.

Dates and times are ISO 8601 text, as JSON holds them. A test checks every field against `records/model.yaml`.
"""

from typing import TypedDict


class Provenance(TypedDict):
    """Where a row of the record came from."""

    row_key: str
    source_file: str
    source_row: int


class InvestigationRow(Provenance):
    """One crime or incident investigation as the force recorded it."""

    investigation_id: str
    force: str
    area: str | None
    recorded_on: str
    closed_on: str | None
    outcome_code: str | None
    closure_reason: str | None
    closed_by: str | None
    officer_in_case: str | None
    supervisor: str | None
    flags: str | None
    setting: str | None
    independently_reviewed_on: str | None
    summary: str | None


class OffenceRow(Provenance):
    """A recorded offence within an investigation."""

    offence_id: str
    investigation_id: str
    offence_code: str
    offence_title: str | None
    began_on: str | None
    ended_on: str | None
    location_id: str | None


class PersonRow(Provenance):
    """A person as recorded."""

    person_id: str
    forename: str | None
    middle_names: str | None
    surname: str | None
    nicknames: str | None
    sex: str | None
    born_on: str | None
    age_from: int | None
    age_to: int | None
    age_estimated_on: str | None
    ethnicity_self_defined: str | None
    ethnicity_officer_observed: str | None
    nationality: str | None
    died_on: str | None
    pnc_id: str | None
    occupation: str | None
    description: str | None


class InvolvementRow(Provenance):
    """A person's part in an investigation."""

    investigation_id: str
    person_id: str
    role: str
    named_on: str | None
    identified: bool | None
    arrested_on: str | None
    interviewed_on: str | None
    eliminated_on: str | None
    elimination_reason: str | None
    account_on: str | None
    account_kind: str | None
    supports: str | None
    withdrawn_on: str | None


class RelationshipRow(Provenance):
    """A recorded tie between two people."""

    person_id: str
    other_person_id: str
    kind: str | None
    from_on: str | None
    to_on: str | None


class IdentifierRow(Provenance):
    """A phone, vehicle, account or other identifier seen in an investigation."""

    investigation_id: str
    kind: str
    value: str
    person_id: str | None
    noted_on: str | None
    note: str | None


class LocationRow(Provenance):
    """A place."""

    location_id: str
    kind: str | None
    name: str | None
    address: str | None
    postcode: str | None
    latitude: float | None
    longitude: float | None


class PresenceRow(Provenance):
    """A place that figures in an investigation, and who was there."""

    investigation_id: str
    location_id: str
    person_id: str | None
    seen_on: str | None
    note: str | None


class ResidenceRow(Provenance):
    """Where a person lives or lived."""

    person_id: str
    location_id: str
    from_on: str | None
    to_on: str | None


class PositionRow(Provenance):
    """A role that gives a person access to children or the public."""

    person_id: str
    kind: str
    authority: str | None
    from_on: str | None
    to_on: str | None


class WhereaboutsRow(Provenance):
    """What is known of where a person is."""

    person_id: str
    kind: str | None
    from_on: str | None
    to_on: str | None


class ActionRow(Provenance):
    """A line of enquiry or task raised in the investigation."""

    action_id: str
    investigation_id: str
    raised_on: str | None
    kind: str | None
    text: str | None
    person_id: str | None
    exhibit_id: str | None
    status: str | None
    resulted_on: str | None
    result: str | None


class ExhibitRow(Provenance):
    """A seized or produced item."""

    exhibit_id: str
    investigation_id: str
    kind: str | None
    description: str | None
    person_id: str | None
    seized_on: str | None
    submitted_on: str | None
    examined_on: str | None
    result: str | None
    disposed_on: str | None


class ReferralRow(Provenance):
    """A referral to a safeguarding partner or other agency."""

    investigation_id: str | None
    person_id: str | None
    kind: str
    made_on: str | None
    responded_on: str | None
    response: str | None


class MissingEpisodeRow(Provenance):
    """A time that a person was reported missing."""

    person_id: str
    from_on: str
    to_on: str | None
    found_location_id: str | None
    found_with_person_id: str | None
    debrief_on: str | None


class IntelligenceRow(Provenance):
    """An intelligence report."""

    intelligence_id: str
    investigation_id: str | None
    received_on: str | None
    grading: str | None
    person_id: str | None
    text: str | None


class DecisionRow(Provenance):
    """A charging, closing or court decision on a suspect."""

    investigation_id: str
    person_id: str | None
    kind: str
    decided_on: str | None
    decided_by: str | None
    test: str | None
    rationale: str | None


class EntryRow(Provenance):
    """An entry of the investigation log."""

    entry_id: str
    investigation_id: str
    written_at: str | None
    author: str | None
    text: str


class DocumentRow(Provenance):
    """A file of the investigation."""

    document_id: str
    investigation_id: str
    path: str
    kind: str | None
    title: str | None
    made_on: str | None
