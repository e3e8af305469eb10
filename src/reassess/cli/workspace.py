"""Verbs for the workspace: publish, serve, user, verify, witness, demo."""

from pathlib import Path
from typing import Annotated

import typer

from reassess.cli.common import ReviewPath, app, out, progress


@app.command()
def publish(review: ReviewPath) -> None:
    """Publish the latest run to the workspace. Decisions are kept; cases that the run changes are re-opened.

    Example: reassess publish met
    """
    from reassess.cli.output.records import print_publication
    from reassess.review import Review
    from reassess.review import publish as publish_run

    with progress("publish") as step:
        counts = publish_run(Review(review), step)
    print_publication(out, counts)


@app.command()
def serve(
    review: ReviewPath,
    port: Annotated[int, typer.Option(min=1024, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer requests.")] = 2,
) -> None:
    """Serve the workspace on this machine until you stop it.

    Example: reassess serve met --port 8000
    """
    from reassess.workspace.commands import serve as serve_review

    out.print(f"The workspace of {review} is at http://localhost:{port} (Ctrl-C stops it).", highlight=False)
    serve_review(review, port=port, workers=workers)


@app.command()
def user(
    review: ReviewPath,
    name: Annotated[str, typer.Argument(help="The user name.")],
    role: Annotated[str, typer.Option(help="analyst, reviewer, lead, supervisor, assurer, oversight or administrator")],
    staff_id: Annotated[
        str, typer.Option(help="The force's staff ID. It keeps the person out of cases they worked on.")
    ] = "",
) -> None:
    """Create an account for the workspace and print its first password, once.

    Example: reassess user met jdoe --role reviewer --staff-id MP2210
    """
    from reassess.workspace.commands import create_user

    made = create_user(review, name, role, staff_id=staff_id)
    out.print(f"{made.username} ({made.role}): {made.password}", highlight=False)


@app.command()
def verify(
    review: ReviewPath,
    head: Annotated[
        list[Path] | None, typer.Option(help="A signed head or checkpoint that you kept elsewhere.")
    ] = None,
    sign: Annotated[
        bool, typer.Option("--sign", help="Sign the head of an unbroken chain, to keep elsewhere.")
    ] = False,
) -> None:
    """Check the whole audit chain offline and name the first broken entry. Exit code 1 means it is broken.

    Example: reassess verify met --sign
    """
    from reassess.workspace.commands import sign_head
    from reassess.workspace.commands import verify as verify_chain

    result = verify_chain(review, heads=head or ())
    for line in result.sentences():
        out.print(line, highlight=False, soft_wrap=True)
    if sign and result.good:
        out.print(f"Signed: {sign_head(review)}. Keep a copy where nobody in the team can write.", highlight=False)
    raise typer.Exit(0 if result.good else 1)


@app.command()
def witness(
    review: ReviewPath,
    folder: Annotated[Path, typer.Argument(help="Your own folder, which nobody in the team can write.")],
) -> None:
    """Cosign the audit trail as a second party, after proof that it still begins with what you saw last.

    Example: reassess witness met /media/standards/met
    """
    from reassess.workspace.commands import witness as cosign

    out.print(f"Cosigned: {cosign(review, folder)}", highlight=False, soft_wrap=True)


@app.command()
def demo(
    directory: Annotated[Path, typer.Argument(help="The folder to build it in.")] = Path("demo"),
    investigations: Annotated[int, typer.Option(min=10, max=1_000_000)] = 9_000,
    port: Annotated[int, typer.Option(min=1024, max=65535)] = 8000,
    open_it: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the workspace when it is built.")] = True,
) -> None:
    """Build a demonstration: an invented caseload, run and published, with one account for each role.

    Example: reassess demo --investigations 500
    """
    from reassess import demonstration
    from reassess.cli.output.records import print_demonstration, print_run

    with progress("demo") as step:
        built = demonstration.build(directory, investigations, step)
    print_run(out, built.run)
    print_demonstration(out, built, port)
    if open_it:
        serve(built.review, port=port)
