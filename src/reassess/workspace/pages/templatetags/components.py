"""The GOV.UK components, each written once: a template in `templates/components/` and a tag that fills it.

A block tag wraps what stands between it and its end tag: `{% details "History" %}...{% enddetails %}`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django import template
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


def render_component(component: str, /, **values: object) -> SafeString:
    """The markup of `templates/components/NAME.html`, filled with these values."""
    return mark_safe(get_template(f"components/{component}.html").render(values))


@register.simple_block_tag
def details(
    content: str, *summary: object, about: object = "", id: str = "", open: object = False, answer: bool = False
) -> SafeString:
    """A section that opens on demand. `summary` is its line, in parts; `about` is added for screen readers only."""
    line = " ".join(str(part) for part in summary if part not in ("", None))
    return render_component("details", content=content, summary=line, about=about, id=id, open=open, answer=answer)


@dataclass(frozen=True)
class Column:
    """The head of a column of a table."""

    title: str
    numeric: bool
    hidden: bool


def parse_columns(heads: str) -> list[Column]:
    """Columns from 'Case|Pages#|-Bar': '#' ends the title of numbers, '-' begins one for screen readers only.

    >>> [column.title for column in parse_columns("Case|Pages#")], parse_columns("Pages#")[0].numeric
    (['Case', 'Pages'], True)
    """
    return [Column(head.strip("-#"), head.endswith("#"), head.startswith("-")) for head in heads.split("|")]


@register.simple_block_tag
def data_table(
    content: str, caption: str, heads: str, size: str = "", dense: bool = True, scroll: bool = True, fixed: bool = False
) -> SafeString:
    """A table around its rows. The caption is for screen readers only unless `size` (s, m or l) is given."""
    return render_component(
        "data_table",
        content=content,
        caption=caption,
        columns=parse_columns(heads),
        size=size,
        dense=dense,
        scroll=scroll,
        fixed=fixed,
    )


@register.simple_block_tag
def summary_row(content: str, key: str, preformatted: bool = False) -> SafeString:
    """One row of a summary list; `preformatted` keeps the line breaks of the value."""
    return render_component("summary_row", content=content, key=key, preformatted=preformatted)


@register.simple_block_tag
def inset_text(content: str) -> SafeString:
    """Inset text: set apart from the text around it."""
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def warning_text(content: str) -> SafeString:
    """Warning text."""
    return render_component("warning_text", content=content)


@register.simple_block_tag
def button_group(content: str) -> SafeString:
    """A group of buttons and links."""
    return format_html('<div class="govuk-button-group">{}</div>', content)


@register.simple_tag
def button(
    label: str,
    about: object = "",
    kind: str = "",
    name: str = "",
    value: object = "",
    small: bool = False,
    key: str = "",
    disabled: object = False,
) -> SafeString:
    """A submit button. `kind` is secondary or warning; `about` is added for screen readers only."""
    return render_component(
        "button",
        label=label,
        about=about,
        kind=kind,
        name=name,
        value=value,
        small=small,
        key=key,
        disabled=disabled,
    )


@register.simple_tag
def error_summary(errors: str | tuple[str, str] | Mapping[str, str], field: str = "") -> SafeString:
    """What is wrong with a form, first on the page, each message a link to its field.

    `errors` is one message about `field`, one (message, field), or a message for each field.
    """
    if isinstance(errors, str):
        listed = [(errors, field)]
    elif isinstance(errors, Mapping):
        listed = [(message, name) for name, message in errors.items()]
    else:
        listed = [errors]
    return render_component("error_summary", errors=listed)


@register.simple_tag
def back_link(url: str, words: str) -> SafeString:
    """A back link."""
    return format_html('<a class="govuk-back-link" href="{}">{}</a>', url, words)


@register.filter
def equals(value: object, other: object) -> bool:
    """Whether two values are equal; for arguments of tags."""
    return value == other


@register.filter
def prefixed(value: object, beginning: str) -> str:
    """A value with a prefix; empty if there is no value."""
    return f"{beginning}{value}" if value else ""
