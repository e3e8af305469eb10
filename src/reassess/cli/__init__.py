"""The command line: the verbs, in the order of the work. Each is thin: it calls a room and shows what came."""

import sys
from importlib import import_module

from reassess.cli.common import app, err
from reassess.records.errors import UserError

__all__ = ["app", "main"]

# Each of these adds its verbs to the application; `--help` lists them in this order.
for _verbs in ("records", "rules", "words", "people", "order", "workspace"):
    import_module(f"reassess.cli.{_verbs}")


def main() -> None:
    """Run the command line: a UserError is said in words and ends with exit code 2."""
    try:
        app()
    except UserError as error:
        err.print("[bold red]Cannot go on.[/]", end=" ")
        err.print(str(error), highlight=False, soft_wrap=True, markup=False)
        sys.exit(2)
