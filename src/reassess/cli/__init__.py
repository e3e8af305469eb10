"""The command line: one verb for each step of the work. A verb calls a room and prints the result."""

import sys
from importlib import import_module

from reassess.cli.common import app, err
from reassess.records.errors import UserError

__all__ = ["app", "main"]

# Each module adds its verbs to the application. `--help` lists them in this order.
for _verbs in ("records", "rules", "words", "people", "order", "workspace"):
    import_module(f"reassess.cli.{_verbs}")


def main() -> None:
    """Run the command line. A UserError is printed as a sentence and ends with exit code 2."""
    try:
        app()
    except UserError as error:
        err.print("[bold red]Cannot go on.[/]", end=" ")
        err.print(str(error), highlight=False, soft_wrap=True, markup=False)
        sys.exit(2)
