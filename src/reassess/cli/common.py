"""What every verb shares: the application, the consoles, the usual arguments, a line of progress."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Looks again at closed investigations: what was missed, what is newly possible, who is at risk today.",
)
out = Console()
err = Console(stderr=True)

ReviewPath = Annotated[Path, typer.Argument(metavar="REVIEW", help="The review's folder.")]
Mapping = Annotated[Path | None, typer.Option("--mapping", help="How the force's own names and codes read (TOML).")]


@contextmanager
def progress(title: str) -> Iterator[Callable[[str], None]]:
    """A line that says what is being done and for how long; silent where the output is not a terminal."""
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=err, transient=True,
        disable=not err.is_terminal,
    ) as bar:  # fmt: skip
        task = bar.add_task(title)
        yield lambda step: bar.update(task, description=f"{title}: {step}")
