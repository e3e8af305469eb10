"""Places that do not exist: homes, premises with names of their own, and the public buildings of an area."""

from dataclasses import dataclass
from random import Random

AREAS: tuple[tuple[str, str, float, float], ...] = (
    ("Haringey", "N17", 51.60, -0.07), ("Waltham Forest", "E17", 51.59, -0.02), ("Croydon", "CR0", 51.37, -0.10),
    ("Newham", "E6", 51.53, 0.05), ("Greenwich", "SE18", 51.49, 0.07), ("Barnet", "EN5", 51.65, -0.20),
    ("Enfield", "EN3", 51.66, -0.04), ("Lambeth", "SW9", 51.47, -0.11), ("Hillingdon", "UB8", 51.54, -0.48),
    ("Tower Hamlets", "E3", 51.53, -0.03), ("Lewisham", "SE13", 51.46, -0.01), ("Ealing", "W13", 51.51, -0.32),
    ("Bexley", "DA6", 51.46, 0.14), ("Hackney", "E8", 51.54, -0.06), ("Camden", "NW5", 51.55, -0.14),
    ("Islington", "N7", 51.55, -0.12), ("Southwark", "SE15", 51.47, -0.07), ("Westminster", "W9", 51.53, -0.19),
    ("Havering", "RM3", 51.60, 0.22), ("Redbridge", "IG2", 51.58, 0.08), ("Brent", "NW10", 51.54, -0.25),
    ("Harrow", "HA3", 51.60, -0.34), ("Bromley", "BR2", 51.39, 0.02), ("Sutton", "SM1", 51.37, -0.19),
    ("Kingston upon Thames", "KT1", 51.41, -0.29), ("Merton", "SM4", 51.40, -0.19), ("Wandsworth", "SW11", 51.46,
    -0.17),
    ("Hounslow", "TW3", 51.47, -0.36), ("Barking and Dagenham", "RM8", 51.55, 0.13), ("Richmond upon Thames", "TW1",
    51.45, -0.33),
)  # fmt: skip
# Kinds that rules.md calls premises.
PREMISES = ("hotel", "takeaway", "licensed_premises", "taxi_office", "park", "car_park", "station", "shop")
_SUFFIX = {
    "hotel": ("Lodge Hotel", "Court Hotel", "Arms Hotel"), "takeaway": ("Grill", "Fry", "Kebab House", "Pizza"),
    "licensed_premises": ("Tavern", "Bar", "Snooker Club"), "taxi_office": ("Cars", "Minicabs"), "park": ("Park",
    "Common"),
    "car_park": ("Street Car Park", "Yard Car Park"), "station": ("Road Station", "Lane Station"),
    "shop": ("Stores", "Vapes"),
    "school": ("School", "Academy"), "care_home": ("House", "Lodge"), "police": ("Police Station",),
    "hospital": ("Hospital",),
}  # fmt: skip
_HEADS = ("Al", "Bar", "Cor", "Dun", "El", "Fen", "Gar", "Hol", "Ing", "Jar", "Kel", "Lor", "Mar", "Nor", "Or",
"Pen", "Quar", "Ros",
          "Sel", "Tar", "Ul", "Ver", "Wex", "Yar")  # fmt: skip
_TAILS = ("bank", "bury", "combe", "dale", "field", "gate", "ham", "holt", "ley", "low", "mere", "mill", "more",
"ridge", "row",
          "stead", "ton", "wick", "worth", "wyn")  # fmt: skip
_WAYS = ("Road", "Street", "Avenue", "Lane", "Close", "Rise", "Way", "Gardens", "Walk", "Terrace")
_LAST = "WXYZ"


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the location table. `point` is (latitude, longitude), or None where the force has not plotted it."""

    location_id: str
    kind: str
    name: str
    address: str
    postcode: str
    point: tuple[float, float] | None


def made_up_word(number: int) -> str:
    """A place-name that differs for every number below 480, and goes on with a number's worth of endings after."""
    head, tail = _HEADS[number % len(_HEADS)], _TAILS[number // len(_HEADS) % len(_TAILS)]
    rest = number // (len(_HEADS) * len(_TAILS))
    return f"{head}{tail}" if rest == 0 else f"{head}{_TAILS[rest % len(_TAILS)]}{tail}"


def premises_name(kind: str, number: int) -> str:
    """The name of a place that people enter, such as 'Kelgate Grill'; one name a number, whatever the kind."""
    choices = _SUFFIX[kind]
    return f"{made_up_word(number)} {choices[number % len(choices)]}"


def street_address(rng: Random) -> str:
    """A house number and a street that does not exist."""
    return f"{rng.randrange(1, 190)} {made_up_word(rng.randrange(480))} {rng.choice(_WAYS)}"


def postcode(rng: Random, district: str) -> str:
    """A postcode right in shape, with endings that no real address of these districts is expected to use."""
    return f"{district} {rng.choice('789')}{rng.choice(_LAST)}{rng.choice(_LAST)}"


def new_place(rng: Random, location_id: str, kind: str, area: int, number: int) -> Place:
    """A place of an area (index into AREAS); `number` names it where its kind has a name."""
    _, district, north, east = AREAS[area]
    plotted = rng.random() < 0.6
    point = (round(north + rng.uniform(-0.02, 0.02), 4), round(east + rng.uniform(-0.03, 0.03), 4)) if plotted else None
    name = premises_name(kind, number) if kind in _SUFFIX else ""
    return Place(location_id, kind, name, street_address(rng), postcode(rng, district), point)
