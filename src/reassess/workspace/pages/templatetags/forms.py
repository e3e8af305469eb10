"""The fields of forms: label, hint, error and control, joined for screen readers as GOV.UK asks."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from reassess.workspace.pages.templatetags.components import render_component
from reassess.workspace.pages.templatetags.govuk import draft

register = template.Library()


def _attributes(values: Mapping[str, object]) -> SafeString:
    """Attributes of an element, those without a value left out; True stands alone, '_' in a name is '-'."""
    kept = [(name.replace("_", "-"), value) for name, value in values.items() if value not in (None, "", False)]
    return format_html_join(
        "", "{}{}", ((f" {name}", "" if value is True else format_html('="{}"', value)) for name, value in kept)
    )


def _described_by(id: str, hint: str, error: str) -> str:
    return " ".join(f"{id}-{part}" for part, text in (("hint", hint), ("error", error)) if text)


@register.simple_block_tag
def field(
    content: str, id: str, label: str, hint: str = "", error: str = "", bold: bool = False, tight: bool = False
) -> SafeString:
    """A labelled control, with its hint and its error above it. The control names them in aria-describedby."""
    return _field(content, id=id, label=label, hint=hint, error=error, bold=bold, tight=tight)


def _field(content: str, **values: object) -> SafeString:
    return render_component("form/field", content=content, **values)


@register.simple_tag
def text_input(
    name: str,
    label: str,
    value: object = "",
    hint: str = "",
    error: str = "",
    id: str = "",
    width: int | str = "",
    type: str = "text",
    tight: bool = False,
    autocomplete: str = "off",
    maxlength: int | str = "",
    inputmode: str = "",
) -> SafeString:
    """A field for one line of text. `width` is the number of characters of its class in the design system."""
    id = id or name
    control = format_html(
        '<input class="govuk-input{}{}"{}>',
        f" govuk-input--width-{width}" if width else "",
        " govuk-input--error" if error else "",
        _attributes(
            {
                "id": id,
                "name": name,
                "type": type,
                "value": value,
                "autocomplete": autocomplete,
                "maxlength": maxlength,
                "inputmode": inputmode,
                "aria_describedby": _described_by(id, hint, error),
            }
        ),
    )
    return _field(control, id=id, label=label, hint=hint, error=error, tight=tight)


@register.simple_tag(takes_context=True)
def text_area(
    context: template.Context,
    name: str,
    label: str,
    value: str = "",
    rows: int = 3,
    hint: str = "",
    error: str = "",
    id: str = "",
    draft_key: str = "",
    bold: bool = False,
    tight: bool = False,
    key: str = "",
    quotes: bool = False,
    restore: bool = True,
) -> SafeString:
    """A field for several lines. With a `draft_key` its text is saved as it is written; `restore` fills it again."""
    id = id or name
    text = draft(context, draft_key, value) if draft_key and restore else value
    described = {
        "id": id,
        "name": name,
        "rows": rows,
        "data_draft": draft_key,
        "data_key": key,
        "data_quotes": quotes,
        "aria_describedby": _described_by(id, hint, error),
    }
    classes = "govuk-textarea govuk-textarea--error" if error else "govuk-textarea"
    control = format_html('<textarea class="{}"{}>{}</textarea>', classes, _attributes(described), text or "")
    return _field(control, id=id, label=label, hint=hint, error=error, bold=bold, tight=tight)


@register.simple_tag
def select_input(
    name: str,
    label: str,
    choices: Iterable[tuple[object, object]],
    chosen: object = "",
    empty: str = "",
    id: str = "",
    hint: str = "",
    error: str = "",
) -> SafeString:
    """A choice from a list; `empty` is the first line, which chooses nothing."""
    id = id or name
    rows: list[tuple[object, object]] = [("", empty)] if empty else []
    lines = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (value, mark_safe(" selected") if chosen != "" and value == chosen else "", words)
            for value, words in [*rows, *choices]
        ),
    )
    described = _attributes({"aria_describedby": _described_by(id, hint, error)})
    control = format_html('<select class="govuk-select" id="{}" name="{}"{}>{}</select>', id, name, described, lines)
    return _field(control, id=id, label=label, hint=hint, error=error)


@register.simple_block_tag
def fieldset(content: str, legend: str, id: str = "", hint: str = "", error: str = "") -> SafeString:
    """Several controls that answer one question."""
    return render_component("form/fieldset", content=content, legend=legend, id=id, hint=hint, error=error)


def _choice(type: str, name: str, value: object, label: object, **values: Any) -> SafeString:
    block = "govuk-radios" if type == "radio" else "govuk-checkboxes"
    return render_component("form/choice", block=block, type=type, name=name, value=value, label=label, **values)


@register.simple_tag
def checkbox(
    name: str, value: object, label: object, id: str = "", checked: object = False, hint: str = ""
) -> SafeString:
    """One box of a group of checkboxes."""
    return _choice("checkbox", name, value, label, id=id or f"{name}-{value}", checked=checked, hint=hint)


@register.simple_tag
def radio(
    name: str, value: object, label: object, id: str = "", checked: object = False, key: object = ""
) -> SafeString:
    """One button of a group of radios; `key` is the key of the keyboard that chooses it."""
    return _choice("radio", name, value, label, id=id or f"{name}-{value}", checked=checked, key=key)


@register.simple_tag
def date_input(name: str, legend: str, posted: Mapping[str, str] | str = "", error: str = "") -> SafeString:
    """A date in three fields, NAME-day, NAME-month and NAME-year, filled from what was sent before."""
    sent = posted if isinstance(posted, Mapping) else {}
    parts = [(part, sent.get(f"{name}-{part}", ""), 4 if part == "year" else 2) for part in ("day", "month", "year")]
    return render_component("form/date_input", name=name, legend=legend, parts=parts, error=error)


LABELS = {
    "Login": "User name",
    "Username": "User name",
    "Current Password": "Current password",
    "New Password": "New password",
    "New Password (again)": "Confirm new password",
    "Authenticator code": "Security code",
    "Name": "Name of the key",
    "Passwordless": "Sign in with this key alone, as a passkey",
}
"""Labels of the account pages of allauth, as this workspace words them."""


@register.filter
def quote_lines(quotes: Iterable[Mapping[str, str]] | None) -> str:
    """The words of the quotes of an answer, one a line."""
    return "\n".join(quote["words"] for quote in quotes or ())


@register.simple_tag
def form_field(bound: BoundField) -> SafeString:
    """A field of a Django form as a component, without the placeholder that repeats its label."""
    widget = bound.field.widget
    widget.attrs.pop("placeholder", None)
    id, label = bound.id_for_label, LABELS.get(str(bound.label), str(bound.label))
    if getattr(widget, "input_type", "") == "checkbox":
        control = bound.as_widget(attrs={"class": "govuk-checkboxes__input"})
        return render_component("form/django_checkbox", control=control, id=id, label=label)
    error = str(next(iter(bound.errors), ""))
    described = {"aria-describedby": f"{id}-error"} if error else {}
    control = bound.as_widget(attrs={"class": "govuk-input govuk-input--width-20", **described})
    return _field(control, id=id, label=label, hint=bound.help_text, error=error)


@register.filter
def form_errors(form: BaseForm) -> dict[str, str]:
    """The errors of a Django form by the id of their field, for the summary; those of no field come first."""
    whole = {"": " ".join(str(error) for error in form.non_field_errors())} if form.non_field_errors() else {}
    return whole | {bound.id_for_label: str(bound.errors[0]) for bound in form if bound.errors}
