"""Text as HTML with words marked in it."""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def marked(text: str, spans: Iterable[tuple[int, int, str]]) -> SafeString:
    """The text as HTML with each span (start, end, CSS class) in a mark. Overlapping spans keep the first.

    >>> marked("call <now>", [(0, 4, "hit")])
    '<mark class="hit">call</mark> &lt;now&gt;'
    """
    parts, at = [], 0
    for start, end, kind in sorted(spans):
        if start < at or end > len(text) or start >= end:
            continue
        parts += [escape(text[at:start]), f'<mark class="{escape(kind)}">', escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*parts, escape(text[at:])]))
