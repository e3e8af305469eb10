"""Verbs for the rule library: rules list, show, test, new, pages."""

from pathlib import Path
from typing import Annotated

import typer

from reassess.cli.common import app, out, progress

OwnFolder = Annotated[Path | None, typer.Option(help="A folder of your own rules, added to the library.")]

rules_app = typer.Typer(no_args_is_help=True, help="Work with the rule library: list, show, test, new, pages.")
app.add_typer(rules_app, name="rules")


@rules_app.command("list")
def rules_list(folder: OwnFolder = None) -> None:
    """List every rule with its group and title. Example: reassess rules list"""
    from reassess.cli.output.lists import print_rules
    from reassess.rules.catalogue import load

    print_rules(out, load(_with_own(folder)))


@rules_app.command("show")
def rules_show(slug: str, folder: OwnFolder = None) -> None:
    """Show one rule: why, source, SQL and examples. Example: reassess rules show log-gap"""
    from reassess.rules.catalogue import find, load
    from reassess.rules.rule_pages import rule_page

    out.print(rule_page(find(load(_with_own(folder)), slug)), highlight=False, markup=False)


@rules_app.command("test")
def rules_test(
    folder: Annotated[Path | None, typer.Argument(help="A folder of your own rules.")] = None,
) -> None:
    """Run the examples of every rule. Example: reassess rules test our-rules"""
    from reassess.rules.catalogue import load
    from reassess.rules.examples.proof import prove, remember

    rules = load(_with_own(folder))
    with progress("examples"):
        tested = prove(rules)
    remember(rules)
    out.print(f"{tested} examples pass.")


@rules_app.command("new")
def rules_new(
    slug: str,
    group: Annotated[str, typer.Option(help="missed, new, risk, justice or record.")] = "missed",
    folder: Annotated[Path, typer.Option(help="The folder of your own rules.")] = Path("rules"),
) -> None:
    """Start a rule of your own: an SQL file with front matter, and examples that pass.

    Example: reassess rules new no-house-to-house --group missed --folder our-rules
    """
    from reassess.rules.scaffold import write_scaffold

    for path in write_scaffold(slug, group, folder):
        out.print(f"Wrote {path}")
    out.print(f"Edit both files, then: reassess rules test {folder}")


@rules_app.command("pages")
def rules_pages(
    to: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder to write into.")], folder: OwnFolder = None
) -> None:
    """Write a Markdown page for each rule. Example: reassess rules pages rule-pages"""
    from reassess.rules.catalogue import load
    from reassess.rules.rule_pages import write_rule_pages

    out.print(f"Wrote {write_rule_pages(load(_with_own(folder)), to)} pages and an index to {to}.")


def _with_own(folder: Path | None) -> list[Path]:
    from reassess.rules.catalogue import package_folder

    return [package_folder(), *([folder] if folder else [])]
