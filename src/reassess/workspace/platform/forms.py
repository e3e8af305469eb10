"""Read posted fields by name. Nothing else of a form is read."""

from datetime import date

from django.http import HttpRequest

from reassess.workspace.platform.errors import Refused

LONGEST = 20_000


def text(request: HttpRequest, name: str, longest: int = LONGEST) -> str:
    """A text field without control characters. Raises `Refused` if it is longer than `longest`."""
    value = request.POST.get(name, "").replace("\r\n", "\n")
    if len(value) > longest:
        raise Refused(f"Your text must be {longest:,} characters or fewer. Shorten it")
    return "".join(char for char in value if char in "\n\t" or char.isprintable())


def number(request: HttpRequest, name: str) -> int:
    """A whole number; 0 where it is missing. Raises `Refused` for anything else."""
    value = request.POST.get(name, "0") or "0"
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise Refused("The form has changed since you opened it. Reload the page and try again")
    return int(value)


def day_field(request: HttpRequest, name: str) -> date:
    """A date from the three fields of a GOV.UK date input, or from one ISO field."""
    whole = request.POST.get(name)
    parts = [request.POST.get(f"{name}-{part}", "") for part in ("year", "month", "day")]
    try:
        return date.fromisoformat(whole) if whole else date(*(int(part) for part in parts))
    except (ValueError, TypeError):
        raise Refused("Enter a real date, such as 27 3 2026") from None
