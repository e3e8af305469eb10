"""The page of a list that an address asks for."""

from django.http import QueryDict


def page_number(chosen: QueryDict, pages: int, name: str = "page") -> int:
    """The page asked for under a name, kept between the first and the last."""
    asked = chosen.get(name, "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1
    return min(max(number, 1), max(pages, 1))
