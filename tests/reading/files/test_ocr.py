"""Recognition of pictures: turned pages, confidence of words, blank pictures and nonsense."""

from dataclasses import replace

import pytest
from PIL import Image

from reassess.reading.files import ocr
from reassess.reading.files.extract import extract
from reassess.reading.files.formats.fixed_layout import image as image_reader
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import Box, Page, Status
from tests.reading import sample_files

TWO_LINES = "The grey van belongs to\nRufus Tench"


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_of_two_lines_reads_in_any_turn_with_its_boxes_where_the_words_are(quarters: int) -> None:
    upright = sample_files.picture(TWO_LINES, (1400, 400), 44)
    page = ocr.recognise(upright.rotate(90 * quarters, expand=True), Limits())
    assert page.text == TWO_LINES
    box = page.boxes[0]
    left, top = [(0.03, 0.12), (0.12, 0.92), (0.92, 0.79), (0.79, 0.03)][quarters]
    assert (box.x0, box.y0) == (pytest.approx(left, abs=0.02), pytest.approx(top, abs=0.02))
    assert box.x0 < box.x1
    assert box.y0 < box.y1


def test_each_word_has_its_confidence() -> None:
    page = ocr.recognise(sample_files.picture(TWO_LINES, (1400, 400), 44), Limits())
    assert all(0.8 < box.confidence <= 1 for box in page.boxes)
    assert ocr.confidence(page) > 0.9


def test_a_blank_picture_is_not_given_to_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_run_tesseract", None)
    assert ocr.recognise(Image.new("L", (500, 500), 250), Limits()) == Page("")


def test_nonsense_is_not_called_read(monkeypatch: pytest.MonkeyPatch) -> None:
    sure = Page("abcde", (Box(0, 5, 0, 0, 1, 1, 0.9),))
    doubtful = replace(sure, boxes=(replace(sure.boxes[0], confidence=0.2),))
    for page, status in ((sure, Status.READ), (doubtful, Status.PARTLY)):
        monkeypatch.setattr(image_reader.ocr, "recognise", lambda picture, limits, page=page: page)
        text = extract(sample_files.png(sample_files.picture("x")), "a.png", Limits(), lambda page: None)
        assert text.status is status
        assert ("hardly any word" in text.reason) == (status is Status.PARTLY)
