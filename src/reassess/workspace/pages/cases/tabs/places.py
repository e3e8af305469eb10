"""The places of a case, and a map where there are coordinates: points and a scale, no tiles from elsewhere."""

import math
from dataclasses import dataclass, field

from reassess.workspace.cases.case_file import CaseFile
from reassess.workspace.cases.record_rows import LocationRow
from reassess.workspace.people.models import Place
from reassess.workspace.platform.wording import code_words, day

SIZE = 600
MARGIN = 60
SCALES_KM = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200)


@dataclass
class Spot:
    """A place of the case; `page` is the key of its page across cases."""

    name: str
    kind: str
    address: str
    seen: list[str]
    x: float | None = None
    y: float | None = None
    number: int = 0
    page: int | None = None


@dataclass
class Places:
    """The list of places and the frame of the map."""

    spots: list[Spot]
    scale_km: float = 0
    scale_length: float = 0
    mapped: list[Spot] = field(default_factory=list)


def places(file: CaseFile) -> Places:
    """Every place of a case; those with coordinates are put on a map with north above and one scale."""
    pages = dict(
        Place.objects.filter(location__in=[row["location_id"] for row in file.dossier["location"]]).values_list(
            "location", "pk"
        )
    )
    rows = file.dossier["location"]
    spots = [_spot(file, row, number, pages.get(row["location_id"])) for number, row in enumerate(rows, start=1)]
    located = [
        (spot, row["latitude"], row["longitude"])
        for spot, row in zip(spots, rows, strict=True)
        if row["latitude"] is not None and row["longitude"] is not None
    ]
    made = Places(spots, mapped=[spot for spot, _, _ in located])
    if located:
        _project(made, located)
    return made


def _spot(file: CaseFile, row: LocationRow, number: int, page: int | None) -> Spot:
    seen = [
        " ".join(
            filter(
                None,
                [file.name(item["person_id"]) or "someone", f"on {day(item['seen_on'])}" if item["seen_on"] else ""],
            )
        )
        for item in file.dossier["presence"]
        if item["location_id"] == row["location_id"]
    ]
    homes = [
        f"home of {file.name(item['person_id'])}"
        for item in file.dossier["residence"]
        if item["location_id"] == row["location_id"]
    ]
    address = ", ".join(filter(None, [row["address"], row["postcode"]])) or "address not recorded"
    name = row["name"] or row["address"] or (row["kind"] or "place").replace("_", " ")
    who = list(dict.fromkeys([*seen, *homes]))
    return Spot(name, code_words(row["kind"] or "not recorded"), address, who, number=number, page=page)


def _project(made: Places, located: list[tuple[Spot, float, float]]) -> None:
    """Equirectangular about the middle: at the size of a city the error is far below a point's width."""
    middle = sum(latitude for _, latitude, _ in located) / len(located)
    points = [
        (longitude * 111.32 * math.cos(math.radians(middle)), latitude * 110.57) for _, latitude, longitude in located
    ]
    west, south = min(x for x, _ in points), min(y for _, y in points)
    span = max(max(x for x, _ in points) - west, max(y for _, y in points) - south, 0.5)
    per_km = (SIZE - 2 * MARGIN) / span
    for (spot, _, _), (x, y) in zip(located, points, strict=True):
        spot.x, spot.y = round(MARGIN + (x - west) * per_km, 1), round(SIZE - MARGIN - (y - south) * per_km, 1)
    made.scale_km = max((km for km in SCALES_KM if km * per_km <= SIZE / 2), default=SCALES_KM[0])
    made.scale_length = round(made.scale_km * per_km, 1)
