"""Schema of the mapping file, which maps a force's own names, formats and codes to the record model.

    [defaults]
    empty = ["NULL", "N/A"]                      words that mean 'nothing recorded', in every column
    dates = "%d/%m/%Y"                           or several; `iso` and `excel` are formats too
    times = "%d/%m/%Y %H:%M"
    true = ["Y"]
    false = ["N"]

    [tables.investigation]
    files = ["CRIMES*.csv", "book.xlsx#Crimes"]  which files or sheets feed the table
    delimiter = "|"
    encoding = "windows-1252"

    [tables.investigation.columns]
    investigation_id = "URN"                     renamed
    force = { value = "MPS" }                    the same in every row
    recorded_on = { from = "REC_DATE", format = "%d-%b-%Y" }
    setting = { from = "CTX", codes = { F = "familial", S = "non_familial" } }
    flags = { from = "MARKERS", each = ",", codes = { CS = "cse" } }

    [tables.person.columns]
    surname = { from = "NAME", name = "surname", order = "surname-first" }
    occupation = { from = ["JOB", "EMPLOYER"], join = ", " }
    nicknames = { from = "ALIAS", split = "/", part = 1 }
    pnc_id = { from = "IDS", pattern = 'PNC:(\\S+)' }

A field that the file does not name is taken from the column of the same name.
"""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Annotated, Literal, Self

import duckdb
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from reassess.records.model import Field as ModelField
from reassess.records.model import Table, tables
from reassess.records.store import quoted

NAME_FIELDS = Literal["forename", "middle_names", "surname"]


Words = Annotated[tuple[str, ...], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]


class Part(BaseModel):
    """A part of a mapping file: immutable, and unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Column(Part):
    """How one field is made from the columns of a file."""

    source: Annotated[Words, Field(alias="from")] = ()
    value: str | None = None
    join: str = " "
    split: str | None = Field(default=None, min_length=1)
    part: int | None = None
    pattern: str | None = None
    name: NAME_FIELDS | None = None
    order: Literal["surname-first", "forename-first"] | None = None
    each: str | None = Field(default=None, min_length=1)
    format: Words = ()
    latest: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")
    codes: dict[str, str] | None = None
    empty: Words = ()
    true: Words = ()
    false: Words = ()

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        for fault in self._faults():
            raise ValueError(fault)
        return self

    def _faults(self) -> Iterator[str]:
        if (self.value is None) == (not self.source):
            yield "give either from = the column(s) of the file, or value = what stands in every row"
        if (self.split is None) != (self.part is None):
            yield "split and part go together: split = the mark, part = which piece, from 1, or from the end as -1"
        if self.part == 0:
            yield "part counts from 1, or from the end as -1"
        if (self.name is None) != (self.order is None):
            yield 'name and order go together: order = "surname-first" or "forename-first"'
        if sum(way is not None for way in (self.split, self.pattern, self.name)) > 1:
            yield "use one of split, pattern and name"
        if any("%y" in form for form in self.format) and self.latest is None:
            yield 'a year of two digits needs latest = "YYYY-MM-DD": later days are taken as a century earlier'
        if self.codes is not None and _clashing(self.codes):
            yield f"the code {_clashing(self.codes)!r} is mapped twice (letter case makes no difference)"

    @field_validator("pattern")
    @classmethod
    def _one_group(cls, pattern: str | None) -> str | None:
        if pattern is not None and _groups(pattern) != 1:
            raise ValueError("not a pattern with one group in round brackets: the group is what is taken")
        return pattern

    @field_validator("format")
    @classmethod
    def _formats(cls, formats: tuple[str, ...]) -> tuple[str, ...]:
        return checked_formats(formats)


class Defaults(Part):
    """Defaults of columns that have no setting of their own."""

    empty: Words = ()
    dates: Words = ()
    times: Words = ()
    true: Words = ()
    false: Words = ()

    @field_validator("dates", "times")
    @classmethod
    def _formats(cls, formats: tuple[str, ...]) -> tuple[str, ...]:
        if any("%y" in form for form in formats):
            raise ValueError("a year of two digits is given column by column, with latest")
        return checked_formats(formats)


_WITH_SOURCE = BeforeValidator(lambda value: {"from": value} if isinstance(value, str | list) else value)


class TableMapping(Part):
    """The files that feed a table, their format, and how its fields are made."""

    files: Words = ()
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    encoding: str | None = None
    columns: dict[str, Annotated[Column, _WITH_SOURCE]] = {}

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, encoding: str | None) -> str | None:
        if encoding is not None:
            try:
                "".encode(encoding)
            except LookupError as error:
                raise ValueError(f'no such encoding; try "windows-1252", "utf-16" or "utf-8" ({error})') from error
        return encoding

    def feeds_on(self, label: str) -> bool:
        """Whether a part with that label (path, or path#sheet) feeds this table."""
        return any(fnmatchcase(label.lower(), pattern.lower()) for pattern in self.files)


class Mapping(Part):
    """A whole mapping file."""

    defaults: Defaults = Defaults()
    ignore: Words = ()
    tables: dict[str, TableMapping] = {}

    def of(self, table: str) -> TableMapping:
        """The mapping of a table; empty if the file does not name it."""
        return self.tables.get(table, TableMapping())

    def ignores(self, label: str) -> bool:
        """Whether the mapping says to ignore this file."""
        return any(fnmatchcase(label.lower(), pattern.lower()) for pattern in self.ignore)

    def misfits(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Each conflict with the record model: its path in the file, and the reason."""
        for name, mapped in self.tables.items():
            if name not in tables():
                yield ("tables", name), f"the record model has no table {name}; it has {', '.join(tables())}"
                continue
            for field, column in mapped.columns.items():
                for fault in _field_faults(tables()[name], field, column):
                    yield ("tables", name, "columns", field), fault


def checked_formats(formats: tuple[str, ...]) -> tuple[str, ...]:
    """The date formats. Raises ValueError if the database does not understand one."""
    for form in formats:
        try:
            if form not in ("iso", "excel"):
                duckdb.execute(f"SELECT strftime(TIMESTAMP '2000-01-01', {quoted(form)})").fetchall()
        except duckdb.Error as error:
            raise ValueError(f"not a date format: {_first_line(error)}") from error
        if form not in ("iso", "excel") and "%" not in form:
            raise ValueError(f'{form!r} is not a date format: write "iso", "excel" or one such as "%d/%m/%Y"')
    return formats


def _field_faults(table: Table, name: str, column: Column) -> Iterator[str]:
    if name not in table.field_names:
        yield f"the table {table.name} has no field {name}; it has {', '.join(table.field_names)}"
        return
    field = table.field(name)
    wrong = sorted({code for code in (column.codes or {}).values() if field.enum and code not in field.enum})
    if wrong:
        yield f"{', '.join(wrong)}: not a code of {name}, which takes {', '.join(field.enum)}"
    yield from _type_faults(field, column)


def _type_faults(field: ModelField, column: Column) -> Iterator[str]:
    if column.format and field.type not in ("date", "datetime"):
        yield f"format is for dates; {field.name} is a {field.type}"
    if (column.true or column.false) and field.type != "boolean":
        yield f"true and false are for fields that are one or the other; {field.name} is a {field.type}"
    if column.codes is not None and field.type != "string":
        yield f"codes are for text; {field.name} is a {field.type}"
    if column.each is not None and (field.type != "string" or field.enum):
        yield f"each is for lists of words; {field.name} holds one value"


def _clashing(codes: dict[str, str]) -> str | None:
    """A code that is mapped to two values in different letter case; None if there is none."""
    seen: dict[str, str] = {}
    return next((code for code, to in codes.items() if seen.setdefault(code.strip().lower(), to) != to), None)


def _groups(pattern: str) -> int:
    """The number of groups of a pattern. Raises ValueError if the database does not understand it."""
    try:
        duckdb.execute(f"SELECT regexp_matches('', {quoted(pattern)})").fetchall()
        return re.compile(pattern).groups
    except (duckdb.Error, re.error) as error:
        raise ValueError(f"not a pattern with one group in round brackets: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
