"""Files of documents: found by the path in the run, checked against their hash, rendered in a child process."""

import hashlib
import subprocess
import sys
from pathlib import Path

from django.http import Http404

SECONDS = 20
MEMORY = 1_500_000_000
"""Limit on the address space for rendering one page, in bytes."""

_DRAW = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
path, page = sys.argv[1], int(sys.argv[2])
if path.lower().endswith(".pdf"):
    import pypdfium2
    document = pypdfium2.PdfDocument(path)
    sheet = document[page - 1]
    scale = min(1.6, 1600 / max(sheet.get_size()))
    image = sheet.render(scale=scale).to_pil()
else:
    from PIL import Image
    Image.MAX_IMAGE_PIXELS = 60_000_000
    image = Image.open(path)
    image.seek(page - 1)
    image.thumbnail((1600, 1600))
image.convert("RGB").save(sys.stdout.buffer, "PNG")
"""


def stored_file(review: Path | None, run: str, path: str, sha256: str) -> Path:
    """The file of a document; `path` is relative to the folder of its run, as the run has it.

    Raises Http404 where it is absent, lies outside the review, or is not the one that was received.
    """
    if review is None or not path or not sha256:
        raise Http404
    root = review.resolve()
    whole = (root / "runs" / run / path).resolve()
    if not whole.is_relative_to(root) or not whole.is_file():
        raise Http404
    if hashlib.sha256(whole.read_bytes()).hexdigest() != sha256:
        raise Http404
    return whole


def page_picture(path: Path, page: int) -> bytes:
    """One page as PNG. Raises Http404 if it cannot be rendered within the limits."""
    code = _DRAW.format(memory=MEMORY, seconds=SECONDS)
    command = [sys.executable, "-I", "-c", code, str(path), str(page)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS + 5, check=False)
    except subprocess.TimeoutExpired:
        raise Http404 from None
    if done.returncode or not done.stdout.startswith(b"\x89PNG"):
        raise Http404
    return done.stdout
