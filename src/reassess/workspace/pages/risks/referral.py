"""The receiving body's form as a filled Word document. Nothing is sent: a person reads, completes and sends it."""

from io import BytesIO

from django.utils import timezone
from docx import Document

from reassess.workspace.accounts.models import User
from reassess.workspace.cases.person_names import full_name
from reassess.workspace.pages.cases.page_file import CasePageFile
from reassess.workspace.pages.cases.tabs.evidence import shown_evidence
from reassess.workspace.pages.cases.tabs.people import before_contact, contact
from reassess.workspace.pages.risks.receiving_bodies import CONTACT, Body
from reassess.workspace.platform.wording import day, moment
from reassess.workspace.risks.models import Risk

ASK = "Not in the record: complete this by hand"


def referral_form(file: CasePageFile, risk: Risk, body: Body, author: User) -> bytes:
    """The form of a body, filled with what the record holds; a field that it does not hold says so."""
    document = Document()
    document.add_heading(f"Referral to: {body.title}", level=1)
    document.add_paragraph(
        f"When: {body.time}. Draft made {moment(timezone.now())} by {author}. Not sent by the software."
    )
    document.add_paragraph(f"Investigation {file.case.reference}; risk opened {moment(risk.starts_at)}.")
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for name, value in filled(file, risk, body):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, value
    document.add_paragraph(
        "This finding is based on records and can be wrong. No record of something does not mean it was not done."
    )
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def filled(file: CasePageFile, risk: Risk, body: Body) -> list[tuple[str, str]]:
    """The fields of the form with their values, in the body's order."""
    known = _known(file, risk)
    return [(name, known.get(name) or ASK) for name in body.fields]


def _known(file: CasePageFile, risk: Risk) -> dict[str, str]:
    person = file.people.get(risk.subject)
    name, born = (full_name(person), day(person["born_on"])) if person else ("", "")
    parts = [row for row in file.dossier["involvement"] if row["person_id"] == risk.subject]
    return {
        "Child's name": name,
        "Person's name": name,
        "Child's date of birth": born,
        "Person's date of birth": born,
        "Child's address": _address(file, risk.subject),
        "Person's address": _address(file, risk.subject),
        "Carers and household": _ties(file, risk.subject),
        "Concern": file.redact(risk.says),
        "Evidence": _evidence(file, risk),
        "What has been done": _done(risk),
        "Role with children": _positions(file, risk.subject),
        "Licence and authority": _positions(file, risk.subject),
        "Employer or authority": _positions(file, risk.subject),
        "Missing since": _missing(file, risk.subject),
        "Where the person is": _whereabouts(file, risk.subject),
        CONTACT: "; ".join(contact(file, risk.subject, parts)) or _contact_of_case(file),
    }


def _contact_of_case(file: CasePageFile) -> str:
    """What is known of contacting anyone of the case, for a risk whose person has no instructions of their own."""
    return "; ".join(f"{name}: {line}" for name, line in before_contact(file))


def _address(file: CasePageFile, person: str) -> str:
    homes = file.dossier["residence"]
    current = {row["location_id"] for row in homes if row["person_id"] == person and not row["to_on"]}
    return "; ".join(
        ", ".join(filter(None, [row["name"], row["address"], row["postcode"]]))
        for row in file.dossier["location"]
        if row["location_id"] in current
    )


def _ties(file: CasePageFile, person: str) -> str:
    kinds = ("parent", "carer", "household", "child", "sibling", "relative", "partner")
    ties = [row for row in file.dossier["relationship"] if person in (row["person_id"], row["other_person_id"])]
    return "; ".join(
        f"{file.name(row['person_id'])}: {row['kind']} of {file.name(row['other_person_id'])}"
        for row in ties
        if row["kind"] in kinds
    )


def _evidence(file: CasePageFile, risk: Risk) -> str:
    items = [
        item
        for row in file.dossier["finding"]
        if (row["rule"], row["subject"]) == (risk.rule, risk.subject)
        for item in row["evidence"]
    ]
    shown = [shown_evidence(file, item) for item in items]
    return "\n".join(
        f"{one.title}{f' ({one.place})' if one.place else ''}: "
        f"{one.quote or '; '.join(f'{k} {v}' for k, v in one.fields)}"
        for one in shown
        if not one.hidden
    )


def _positions(file: CasePageFile, person: str) -> str:
    return "; ".join(
        " ".join(filter(None, [(row["kind"] or "").replace("_", " "), row["authority"]]))
        for row in file.dossier["position"]
        if row["person_id"] == person and not row["to_on"]
    )


def _missing(file: CasePageFile, person: str) -> str:
    episodes = file.dossier["missing_episode"]
    return "; ".join(day(row["from_on"]) for row in episodes if row["person_id"] == person and not row["to_on"])


def _whereabouts(file: CasePageFile, person: str) -> str:
    return "; ".join(
        str(row["kind"]) for row in file.dossier["whereabouts"] if row["person_id"] == person and not row["to_on"]
    )


def _done(risk: Risk) -> str:
    return "; ".join(
        f"{moment(step.at)} {step.get_kind_display()} {step.to} {step.words}".strip() for step in risk.steps.all()
    )
