"""The data dictionary: every table and field of the record model, as a page for people."""

from collections.abc import Iterator

from reassess.records.model import Field, Table, tables

KINDS = {
    "string": "text",
    "date": "date (YYYY-MM-DD)",
    "datetime": "date and time (YYYY-MM-DDThh:mm:ss)",
    "boolean": "true or false",
    "integer": "whole number",
    "number": "number",
}


def dictionary_page() -> str:
    """The data dictionary as Markdown: a list of the tables, then a section a table with a line a field.

    Made from the record model alone, so that it cannot differ from what `check` and `run` ask for.
    """
    lines = [
        "# Data dictionary",
        "",
        "Made from the record model, the same that `reassess check` validates against.",
        "A field marked *required* may not be empty; a row without it goes to quarantine.",
        "A table that a force does not hold may be absent.",
        "",
        "| table | one row is | key |",
        "| --- | --- | --- |",
        *(f"| [{table.name}](#{table.name}) | {_cell(table.title)} | {_key(table)} |" for table in tables().values()),
    ]
    for table in tables().values():
        lines += ["", *_section(table)]
    return "\n".join(lines) + "\n"


def _key(table: Table) -> str:
    return ", ".join(table.primary_key) or "none: a row is known by its content"


def _section(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield f"{table.title}. Key: {_key(table)}."
    yield ""
    yield "| field | holds | required | meaning |"
    yield "| --- | --- | --- | --- |"
    for field in table.fields:
        required = "required" if field.required else ""
        yield f"| {field.name} | {_holds(table, field)} | {required} | {_cell(field.title)} |"


def _holds(table: Table, field: Field) -> str:
    """What a field takes: its codes, the table that it points into, or its type."""
    if field.enum:
        return "one of " + ", ".join(f"`{code}`" for code in field.enum)
    for reference in table.references:
        if reference.field == field.name:
            return f"[{reference.table}](#{reference.table}).{reference.key}"
    return KINDS[field.type]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
