"""Plain HTML forms that post to our own routes: what must not pass through the page's script (passwords, payment)."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from components import html, session
from services.tokens import form_token

FORM = Markup(
    '<form class="paper-form {css}" method="post" action="{action}" id="form-{slug}">{fields}{token}'
    '<button type="submit" class="press {weight}">{submit}</button></form>'
)
FIELD = Markup(
    '<label class="field" for="{slug}">{label}<input id="{slug}" name="f_{name}" type="{kind}" value="{value}" '
    'autocomplete="{autocomplete}" maxlength="{longest}"{required}></label>'
)
CHOICE = Markup(
    '<label class="field" for="{slug}">{label}<select id="{slug}" name="f_{name}">{options}</select></label>'
)


def field(name: str, label: str, *, kind: str = "text", value: str = "", hint: str = "off") -> Markup:
    """One required line of text; `hint` is the browser's autocomplete token. An email or password says so by `kind`."""
    return FIELD.format(
        slug=f"field-{name}",
        name=name,
        label=label,
        kind=kind,
        value=value,
        autocomplete=hint,
        longest=256,
        required=Markup(" required"),
    )


def optional_field(name: str, label: str, *, value: str = "") -> Markup:
    return FIELD.format(
        slug=f"field-{name}",
        name=name,
        label=label,
        kind="text",
        value=value,
        autocomplete="off",
        longest=256,
        required="",
    )


def choice(name: str, label: str, options: Mapping[str, str], *, value: str = "") -> Markup:
    """A drop-down: `options` maps what is sent to what is shown."""
    shown = [
        Markup('<option value="{}"{}>{}</option>').format(sent, Markup(" selected") if sent == value else "", said)
        for sent, said in options.items()
    ]
    return CHOICE.format(slug=f"field-{name}", name=name, label=label, options=html.join(shown))


def post(action: str, submit: str, fields: Sequence[Markup] = (), *, quiet: bool = False) -> Markup:
    """A form that posts to `action` of ours and carries this browser's token and language."""
    token = html.hidden("form_token", form_token(session.visitor().visit))
    return FORM.format(
        action=action,
        slug=action.strip("/").replace("/", "-"),
        fields=html.join(fields),
        token=token + html.hidden("f_lang", session.language()),
        submit=submit,
        weight="quiet" if quiet else "",
        css="inline" if not fields else "",
    )
