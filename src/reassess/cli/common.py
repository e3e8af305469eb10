"""What all verbs share: the application, the consoles, common arguments, and a line of progress."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

HELP = """Review closed investigations: what was missed, what is newly possible, and who is at risk today.

See it working: [bold]reassess demo[/]

With an extract from your force, work in this order:

1. [bold]check[/] the extract, and [bold]map[/] its names and codes if they are the force's own

2. [bold]init[/] a review and [bold]run[/] it

3. add each [bold]user[/] and [bold]serve[/] the workspace, where readers decide cases

4. [bold]order[/], [bold]assure[/] and [bold]forecast[/] from their decisions

For help on a verb, with an example: reassess VERB --help
"""

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help=HELP,
)
out = Console()
err = Console(stderr=True)

ReviewPath = Annotated[Path, typer.Argument(metavar="REVIEW", help="The folder of the review.")]
Mapping = Annotated[
    Path | None, typer.Option("--mapping", help="A TOML file that maps the force's own names and codes.")
]


@contextmanager
def progress(title: str) -> Iterator[Callable[[str], None]]:
    """Show a line with the current step and the time taken. Shows nothing if the output is not a terminal."""
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(title)
        yield lambda step: bar.update(task, description=f"{title}: {step}")
