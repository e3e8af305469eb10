"""Cells of workbooks that have no value: errors of Excel, and formulas that were never calculated.

The workbook reader gives an empty text for both, so that a lost value looks like one that was never recorded.
"""

from collections.abc import Mapping

from reassess.records.files.error_cells import opendocument, xls, xlsb, xlsx
from reassess.records.files.error_cells.codes import Cells, Source

_READERS = {"xls": xls.error_cells, "xlsb": xlsb.error_cells, "xlsx": xlsx.error_cells, "ods": opendocument.error_cells}


def error_cells(path: Source, sheet: int) -> Cells:
    """Text of each such cell by (row, column), all counted from 0: '#N/A', or '#FORMULA!' if never calculated.

    `sheet` is the position of the sheet in the workbook. The kind of file is told by its content, as readers do.
    Raises one of the errors in `DAMAGED` where the file is damaged.
    """
    kind = _kind(path)
    return _READERS[kind](path, sheet) if kind else {}


def _kind(path: Source) -> str | None:
    """Kind of the workbook by its content: endings of names are often wrong."""
    if xls.is_compound_file(path):
        return "xls"
    names = xlsx.member_names(path)
    signs: Mapping[str, str] = {"xl/workbook.bin": "xlsb", "xl/workbook.xml": "xlsx", "content.xml": "ods"}
    return next((kind for name, kind in signs.items() if name in names), None)


__all__ = ["Cells", "error_cells"]
