"""Codes of error cells, and what every reader of them shares."""

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from lxml import etree

from reassess.records.files.zip_guard import BROKEN

Cells = Mapping[tuple[int, int], str]
"""Text of cells by (row, column), counted from 0."""

Source = Path | IO[bytes]
"""A workbook: its path, or its open file."""

NOT_CALCULATED = "#FORMULA!"
"""Text of a formula without a value: a program wrote the workbook, and nobody opened and saved it in Excel."""

# [MS-XLS] 2.5.10 Bes, also used by [MS-XLSB] 2.5.97.2.
ERROR_CODES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}

DAMAGED = (*BROKEN, etree.XMLSyntaxError, struct.error, KeyError, IndexError)
"""Errors of reading a damaged workbook."""
