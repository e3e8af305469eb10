"""The chart of people, identifiers, places and cases around a case, and the table that says the same."""

import math
from dataclasses import dataclass, field

from reassess.workspace.cases.case_file import CaseFile
from reassess.workspace.cases.models import Case
from reassess.workspace.pages.cases.tabs.people import ORDER

WIDTH, HEIGHT = 1_200, 760
RINGS = {("person",): 130, ("mark", "place"): 235, ("case",): 335}
"""Distance from the middle by kinds of node."""

STRETCH = 1.6
"""How much wider than high the rings are: labels are wide."""

AT_MOST = {"person": 12, "mark": 8, "place": 6, "case": 20}
"""Nodes drawn of each kind; the table lists all, and the page says so where the chart leaves some out."""


@dataclass
class Node:
    """Something on the chart."""

    key: str
    kind: str
    label: str
    note: str = ""
    x: float = 0.0
    y: float = 0.0
    case_pk: int | None = None

    @property
    def short(self) -> str:
        """The label as it fits on the chart."""
        return self.label if len(self.label) <= 20 else self.label[:19] + "…"


@dataclass
class Edge:
    """A tie between two nodes; `sure` false is drawn dashed and said as 'doubtful'."""

    start: str
    end: str
    words: str
    sure: bool = True


@dataclass
class LinkChart:
    """The chart and its table."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    left_out: int = 0

    def add(self, node: Node) -> None:
        """Add a node once."""
        self.nodes.setdefault(node.key, node)

    def tie(self, start: str, end: str, words: str, sure: bool = True) -> None:
        """Add an edge between nodes that are there, once."""
        if not any({edge.start, edge.end} == {start, end} and edge.words == words for edge in self.edges):
            self.edges.append(Edge(start, end, words, sure))

    def lines(self) -> list[tuple[Edge, Node, Node]]:
        """Edges with both their nodes, for the drawing."""
        drawn = self.drawn()
        return [
            (edge, drawn[edge.start], drawn[edge.end])
            for edge in self.edges
            if edge.start in drawn and edge.end in drawn
        ]

    def rows(self) -> list[tuple[Edge, Node, Node]]:
        """Every edge with both its nodes, for the table."""
        return [(edge, self.nodes[edge.start], self.nodes[edge.end]) for edge in self.edges]

    def drawn(self) -> dict[str, Node]:
        """The nodes that the chart shows: of each kind the first that are tied to one that is shown already."""
        shown = {"self": self.nodes["self"]}
        for kind in AT_MOST:
            tied = self._tied_to(shown)
            of_kind = [node for node in self.nodes.values() if node.kind == kind and node.key in tied]
            shown |= {node.key: node for node in of_kind[: AT_MOST[kind]]}
        self.left_out = len(self.nodes) - len(shown)
        return shown

    def _tied_to(self, shown: dict[str, Node]) -> set[str]:
        ends = [end for edge in self.edges for end in ((edge.start, edge.end), (edge.end, edge.start))]
        return {other for one, other in ends if one in shown}


def around(file: CaseFile) -> LinkChart:
    """Everything around a case that its reader may see, placed on rings."""
    made = LinkChart()
    made.add(Node("self", "self", file.case.reference, case_pk=file.case.pk))
    _people(made, file)
    _places(made, file)
    _marks(made, file)
    _same_people(made, file)
    _number_cases(made)
    _place(made)
    return made


def _people(made: LinkChart, file: CaseFile) -> None:
    parts = sorted(file.dossier["involvement"], key=lambda row: (ORDER.index(row["role"]), row["person_id"]))
    for row in parts:
        key = f"person:{row['person_id']}"
        made.add(Node(key, "person", file.name(row["person_id"]), row["role"]))
        made.tie("self", key, row["role"], row["identified"] is not False)
    for known in file.dossier["relationship"]:
        one, other = f"person:{known['person_id']}", f"person:{known['other_person_id']}"
        if one in made.nodes and other in made.nodes:
            made.tie(one, other, known["kind"] or "tie")


def _places(made: LinkChart, file: CaseFile) -> None:
    names = {
        row["location_id"]: row["name"] or row["address"] or row["kind"] or "place" for row in file.dossier["location"]
    }
    for row in file.dossier["presence"]:
        key = f"place:{row['location_id']}"
        made.add(Node(key, "place", str(names.get(row["location_id"], row["location_id"])), "place"))
        person = f"person:{row['person_id']}"
        made.tie(person if person in made.nodes else "self", key, "seen at")


def _marks(made: LinkChart, file: CaseFile) -> None:
    for row in file.shared():
        key = f"mark:{row['kind']}:{row['value']}"
        made.add(Node(key, "mark", row["value"], row["kind"]))
        owners = {
            item["person_id"]
            for item in file.dossier["identifier"]
            if item["kind"] == row["kind"] and item["value"].replace(" ", "") == row["value"]
        }
        owner = next(
            (f"person:{owner}" for owner in sorted(filter(None, owners)) if f"person:{owner}" in made.nodes), "self"
        )
        made.tie(owner, key, row["kind"])
        for name in row["others"]:
            made.add(Node(f"case:{name}", "case", name, "case"))
            made.tie(key, f"case:{name}", f"{row['kind']} there too")


def _same_people(made: LinkChart, file: CaseFile) -> None:
    for row in file.same_person():
        person, case = f"person:{row['person_id']}", f"case:{row['case']}"
        made.add(Node(case, "case", row["case"], "case"))
        if person in made.nodes:
            made.tie(person, case, f"{row['role']} there", bool(row["confirmed"]))


def _number_cases(made: LinkChart) -> None:
    names = {node.label: node for node in made.nodes.values() if node.kind == "case"}
    for reference, pk in Case.objects.filter(reference__in=names).values_list("reference", "pk"):
        names[reference].case_pk = pk


def _place(made: LinkChart) -> None:
    """People on the inner ring, identifiers and places together on the next, cases on the outer one, each spread
    evenly, so that no two nodes of a ring lie on one another."""
    drawn = made.drawn()
    for kinds, radius in RINGS.items():
        ring = [node for node in drawn.values() if node.kind in kinds]
        for number, node in enumerate(ring):
            angle = 2 * math.pi * (number + (0.5 if "mark" in kinds else 0)) / max(len(ring), 1)
            node.x = round(WIDTH / 2 + radius * STRETCH * math.sin(angle), 1)
            node.y = round(HEIGHT / 2 - radius * math.cos(angle), 1)
    drawn["self"].x, drawn["self"].y = WIDTH / 2, HEIGHT / 2
