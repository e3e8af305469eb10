"""One document: its text with the words marked, its file, and pictures of its pages."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from reassess.workspace.accounts.roles import May
from reassess.workspace.cases.case_file import CaseFile
from reassess.workspace.pages.cases.tabs.documents import Listed, Page, documents, pages
from reassess.workspace.pages.cases.views import case_frame
from reassess.workspace.pages.permissions import SignedIn, needs
from reassess.workspace.platform.files import page_picture, stored_file


def _document(file: CaseFile, number: int) -> Listed:
    listed = documents(file)
    if not 1 <= number <= len(listed):
        raise Http404
    return listed[number - 1]


@needs(May.READ_CASES)
def document(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """The text of a document beside pictures of its pages."""
    file, context = case_frame(request, pk, "documents")
    listed = _document(file, number)
    pictures = listed.on_disk and _is_picturable(file, listed)
    context |= {
        "document": listed,
        "sheets": _sheets(file, listed, pictures),
        "pictures": pictures,
        "open_pictures": request.GET.get("pictures") == "open",
    }
    return render(request, "cases/document.html", context)


def _sheets(file: CaseFile, listed: Listed, pictures: bool) -> list[tuple[int, Page | None]]:
    """Every page of a document that has text or a picture."""
    read = {page.number: page for page in pages(file, listed.document_id)}
    numbers = set(read) | (set(range(1, max(listed.pages, 1) + 1)) if pictures else set())
    return [(number, read.get(number)) for number in sorted(numbers)]


def _is_picturable(file: CaseFile, listed: Listed) -> bool:
    path = _path(file, listed)
    return path.lower().endswith((".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"))


def _path(file: CaseFile, listed: Listed) -> str:
    rows = (row for row in file.dossier["file"] if row["document_id"] == listed.document_id)
    return next((row["path"] or "" for row in rows), "")


def _digest(file: CaseFile, listed: Listed) -> str:
    rows = (row for row in file.dossier["file"] if row["document_id"] == listed.document_id)
    return next((row["sha256"] or "" for row in rows), "")


@needs(May.READ_CASES)
def original(request: SignedIn, pk: int, number: int) -> HttpResponseBase:
    """The file as received, only ever as a download: a hostile one must not run here."""
    file, _ = case_frame(request, pk, f"original {number}")
    listed = _document(file, number)
    path = stored_file(settings.REVIEW, file.case.publication.run, _path(file, listed), _digest(file, listed))
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=path.name, content_type="application/octet-stream"
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@needs(May.READ_CASES)
def picture(request: SignedIn, pk: int, number: int, page: int) -> HttpResponse:
    """A picture of one page, drawn in a process of its own with limits on time and memory."""
    file, _ = case_frame(request, pk, f"picture {number}/{page}")
    listed = _document(file, number)
    path = stored_file(settings.REVIEW, file.case.publication.run, _path(file, listed), _digest(file, listed))
    response = HttpResponse(page_picture(path, page), content_type="image/png")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
