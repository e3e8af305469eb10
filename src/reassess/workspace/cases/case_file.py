"""A dossier as pages use it: rows by table and key, names of people, text with the words marked."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import cast

from reassess.workspace.accounts.models import User
from reassess.workspace.cases.access import hidden_references
from reassess.workspace.cases.dossier import DocumentPage, Dossier, SamePerson, SharedIdentifier
from reassess.workspace.cases.dossier_packing import unpack
from reassess.workspace.cases.models import Case
from reassess.workspace.cases.person_names import full_name
from reassess.workspace.cases.record_rows import InvestigationRow, PersonRow

Row = Mapping[str, object]
"""A row of any table, where only its fields are listed."""


def text_of(row: Row, field: str) -> str | None:
    """The text of a field whose name is known only as the program runs; None where it holds none."""
    value = row[field]
    return value if isinstance(value, str) else None


class VisibleSharedIdentifier(SharedIdentifier):
    """An identifier with the other cases that the reader has access to."""

    others: list[str]


ELSEWHERE = "another case"
"""What stands in a sentence for a case that the reader may not see."""


class CaseFile:
    """The dossier of one case, for one reader: what concerns cases that they may not see is left out."""

    def __init__(self, case: Case, reader: User) -> None:
        self.case, self.reader = case, reader
        self.first_view = False
        """Whether the reader has to write a first view before anything of the findings is shown."""
        self.dossier: Dossier = unpack(case.dossier.body)
        self.hidden = hidden_references(reader, self._others())

    def rows(self, piece: str) -> list[Row]:
        """The rows of a piece whose name is known only as the program runs. Elsewhere use `dossier`, which is typed."""
        return cast("Mapping[str, list[Row]]", self.dossier)[piece]

    @property
    def investigation(self) -> InvestigationRow:
        """The investigation's own row."""
        return self.dossier["investigation"]

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], Row]:
        pieces = cast("Mapping[str, list[Row] | Row]", self.dossier)
        lists = ((name, rows) for name, rows in pieces.items() if isinstance(rows, list))
        keyed = {(name, str(row["row_key"])): row for name, rows in lists for row in rows if "row_key" in row}
        return {**keyed, ("investigation", self.investigation["row_key"]): self.investigation}

    def row(self, table: str, key: str) -> Row | None:
        """One row of the record by table and key, if it is part of this dossier."""
        return self._by_key.get((table, key))

    @cached_property
    def people(self) -> dict[str, PersonRow]:
        """The person records of the case by id."""
        return {row["person_id"]: row for row in self.dossier["person"]}

    def name(self, person_id: str | None) -> str:
        """The name of a person of the case."""
        if not person_id:
            return ""
        person = self.people.get(person_id)
        return full_name(person) if person else person_id

    @cached_property
    def pages(self) -> dict[str, list[DocumentPage]]:
        """Text of the documents: pages by document id."""
        pages: dict[str, list[DocumentPage]] = {}
        for row in self.dossier["passage"]:
            pages.setdefault(row["k"], []).append(row)
        return pages

    def text(self, table: str, key: str, field: str | None, page: int | None) -> str | None:
        """The passage that a finding or mention points into; None where it is not part of this dossier."""
        if table == "document" and page:
            return next((row["x"] for row in self.pages.get(key, []) if row["p"] == page), None)
        row = self.row(table, key)
        value = row.get(field) if row and field else None
        return value if isinstance(value, str) else None

    def same_person(self) -> list[SamePerson]:
        """Other records of the people of this case, in cases that the reader may see."""
        return [row for row in self.dossier["same_human"] if row["case"] not in self.hidden]

    def shared(self) -> list[VisibleSharedIdentifier]:
        """Identifiers in common with other cases that the reader may see."""
        own = self.case.reference
        listed: list[VisibleSharedIdentifier] = []
        for row in self.dossier["shared"]:
            others = [name for name in row["cases"] if name != own and name not in self.hidden]
            if others:
                listed.append({**row, "others": others})
        return listed

    def redact(self, text: str | None) -> str:
        """A sentence without the references of cases that the reader may not see."""
        if not text or not self.hidden:
            return text or ""
        names = "|".join(re.escape(name) for name in sorted(self.hidden, key=len, reverse=True))
        return re.sub(names, ELSEWHERE, text)

    def _others(self) -> set[str]:
        named = {row["case"] for row in self.dossier["same_human"]}
        named |= {name for row in self.dossier["shared"] for name in row["cases"]}
        cited = (item["case"] for finding in self.dossier["finding"] for item in finding["evidence"])
        named |= {case for case in cited if case}
        return named - {self.case.reference}
