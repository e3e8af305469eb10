"""The dossier of a case as its pages use it, with what the team has written of contacting its people."""

from functools import cached_property

from reassess.workspace.cases.case_file import CaseFile
from reassess.workspace.people.contact_notes import Known, known_contact


class CasePageFile(CaseFile):
    """The dossier of a case for one reader, with contact notes."""

    @cached_property
    def contact(self) -> dict[str, Known]:
        """What the team has written of contacting the people of the case, by person."""
        return known_contact(self.reader, {row["person_id"] for row in self.dossier["involvement"]})
