"""The data dictionary: a page that lists every table and field of the record model.

Make docs/data-dictionary.md with: python -m reassess.records.data_dictionary > docs/data-dictionary.md
"""

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
    """The data dictionary as Markdown: a list of the tables, then a section for each with a line for each field.

    It is made from the record model, so it cannot differ from what `check` and `run` expect.
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
    """What a field holds: its codes, the table that it refers to, or its type."""
    if field.enum:
        return "one of " + ", ".join(f"`{code}`" for code in field.enum)
    for reference in table.references:
        if reference.field == field.name:
            return f"[{reference.table}](#{reference.table}).{reference.key}"
    return KINDS[field.type]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    print(dictionary_page(), end="")
