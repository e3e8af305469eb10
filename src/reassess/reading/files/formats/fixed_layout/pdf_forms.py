"""What was filled into the form of a PDF: the fields of AcroForm on their pages, and the data of XFA."""

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from lxml import etree

from reassess.reading.files.containers import Container
from reassess.reading.files.formats.fixed_layout.pdf_raw import annotations, wide_string
from reassess.reading.files.pages import PartKind
from reassess.reading.files.zip_safety import declares_entities

_TICKED = (pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON)
_CHOSEN = (pdfium_c.FPDF_FORMFIELD_COMBOBOX, pdfium_c.FPDF_FORMFIELD_LISTBOX)
_NO_VALUE = (pdfium_c.FPDF_FORMFIELD_PUSHBUTTON, pdfium_c.FPDF_FORMFIELD_SIGNATURE, -1)
_DATA = "datasets"


def filled_in(document: pdfium.PdfDocument, page: pdfium.PdfPage, container: Container) -> list[str]:
    """Return a line for each field of a page that was filled in: its name and its value."""
    form = document.formenv
    if form is None:
        return []
    lines = []
    widgets = 0
    for kind, annotation in annotations(page):
        if kind == pdfium_c.FPDF_ANNOT_WIDGET:
            widgets += 1
            value = _value(form, annotation)
            if value.strip():
                lines.append(f"{_name(form, annotation)}: {value}")
    if widgets:
        container.read_part(PartKind.FORM, "form field", count=widgets)
    return list(dict.fromkeys(lines))


def _name(form: pdfium.PdfFormEnv, annotation: Any) -> str:
    alternate = wide_string(pdfium_c.FPDFAnnot_GetFormFieldAlternateName, form, annotation)
    return alternate or wide_string(pdfium_c.FPDFAnnot_GetFormFieldName, form, annotation)


def _value(form: pdfium.PdfFormEnv, annotation: Any) -> str:
    kind = pdfium_c.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in _NO_VALUE:
        return ""
    if kind in _TICKED:
        if not pdfium_c.FPDFAnnot_IsChecked(form, annotation):
            return ""
        chosen = wide_string(pdfium_c.FPDFAnnot_GetFormFieldExportValue, form, annotation)
        return "yes" if chosen in ("", "On", "Yes") else chosen
    labels = list(_chosen(form, annotation)) if kind in _CHOSEN else []
    return ", ".join(labels) or wide_string(pdfium_c.FPDFAnnot_GetFormFieldValue, form, annotation)


def _chosen(form: pdfium.PdfFormEnv, annotation: Any) -> Iterator[str]:
    """Yield the entries chosen in a list, as they are shown."""
    for index in range(pdfium_c.FPDFAnnot_GetOptionCount(form, annotation)):
        if pdfium_c.FPDFAnnot_IsOptionSelected(form, annotation, index):
            yield wide_string(pdfium_c.FPDFAnnot_GetOptionLabel, form, annotation, index)


def form_data(document: pdfium.PdfDocument) -> list[str]:
    """Return the data of an XFA form, a line for each field that has a value. Empty for other documents."""
    for index in range(max(0, pdfium_c.FPDF_GetXFAPacketCount(document))):
        if _packet_name(document, index) == _DATA:
            return _leaves(_packet(document, index))
    return []


def _packet_name(document: pdfium.PdfDocument, index: int) -> str:
    buffer = ctypes.create_string_buffer(64)
    pdfium_c.FPDF_GetXFAPacketName(document, index, buffer, len(buffer))
    return buffer.value.decode("ascii", "replace")


def _packet(document: pdfium.PdfDocument, index: int) -> bytes:
    length = ctypes.c_ulong()
    pdfium_c.FPDF_GetXFAPacketContent(document, index, None, 0, length)
    buffer = ctypes.create_string_buffer(length.value)
    pdfium_c.FPDF_GetXFAPacketContent(document, index, buffer, length.value, length)
    return buffer.raw


def _leaves(content: bytes) -> list[str]:
    if declares_entities(content):
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    root = etree.fromstring(content.strip(b"\x00"), parser)
    leaves = [] if root is None else [each for each in root.iter("*") if not len(each) and (each.text or "").strip()]
    return [f"{etree.QName(each).localname}: {each.text.strip()}" for each in leaves]
