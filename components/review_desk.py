"""The reviewer's desk: the queue, an exhibit with its values judged, what looks doubtful, the decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from components import formats, gallery, html, labels, listing_desk, paper_readings
from components import standards as wall
from components.formats import N_
from components.i18n import either, t
from services.accounts import Organisation
from services.conformity import Outcome, Verdict
from services.listings import Doubt, Doubtful, Exhibit, Product, ReturnReason
from services.standards import Indicator
from services.suppliers import Likeness, Paper, Supplier

DOUBTS: dict[Doubt, str] = {
    Doubt.CERTIFICATE_EXPIRED: N_("Certificate {thing} expired on {where}."),
    Doubt.CERTIFICATE_NUMBER_ELSEWHERE: N_("Certificate {thing} is also filed with {where}, of another supplier."),
    Doubt.FAILS_INDICATOR: N_("The declared value misses a verified threshold: {thing}."),
    Doubt.FILE_ELSEWHERE: N_("The file {thing} was also handed in by {where}."),
    Doubt.NAME_ALIKE: N_("{where} has nearly the same name: {thing}."),
    Doubt.PRICE_FAR: N_("The price is more than five times away from the {where} usual for this kind."),
}
SUPPLIERS, EXHIBITS = "suppliers", "exhibits"
WAITING = Markup(
    '<li><a class="{css}" href="{href}" target="_self"{current}><b>{name}</b><span>{code} · {what}</span>'
    "<span>{since}</span></a></li>"
)
CARE = Markup('<section class="care"><p class="overline">{}</p><ul>{}</ul></section>')


@dataclass(frozen=True)
class Waiting:
    """One dossier in the queue."""

    code: str
    name: str
    what: str
    since: str


def supplier_waiting(supplier: Supplier, organisation: Organisation) -> Waiting:
    name = either(organisation.name_zh, organisation.name_en)
    return Waiting(supplier.code, name, labels.word(supplier.kind), since(supplier))


def exhibit_waiting(product: Product, organisation: Organisation) -> Waiting:
    name = either(product.name_zh, product.name_en)
    return Waiting(product.code, name, either(organisation.name_zh, organisation.name_en), since(product))


def since(thing: Supplier | Product) -> str:
    return t("since {moment}", moment=formats.moment(thing.submitted_at)) if thing.submitted_at else ""


def queue(waiting: Sequence[Waiting], *, desk: str, chosen: str) -> Markup:
    rows = [
        WAITING.format(
            css="chosen" if one.code == chosen else "",
            current=Markup(' aria-current="true"') if one.code == chosen else "",
            href=html.address("/review", {"desk": desk, "code": one.code}),
            name=one.name,
            code=one.code,
            what=one.what,
            since=one.since,
        )
        for one in waiting
    ]
    return Markup('<ol class="queue">{}</ol>').format(html.join(rows))


def desks(counts: Mapping[str, int], *, here: str) -> Markup:
    """The two desks with what waits on each; which one is open stands in the address."""
    titles = {SUPPLIERS: N_("Suppliers"), EXHIBITS: N_("Exhibits")}
    links = [
        html.link(
            f"{t(titles[desk])} · {count}", html.address("/review", {"desk": desk}), css="here" if desk == here else ""
        )
        for desk, count in counts.items()
    ]
    return Markup('<nav class="desks" aria-label="{}">{}</nav>').format(t("What waits"), html.join(links))


def heading(overline: str, title: str, tag: Markup) -> Markup:
    return Markup('<header class="dossier"><p class="overline">{}</p><h2>{}</h2><p>{}</p></header>').format(
        overline, title, tag
    )


def side_by_side(left: Markup, right: Markup) -> Markup:
    return Markup('<div class="side-by-side">{}{}</div>').format(left, right)


def likenesses(found: Sequence[Likeness], papers: Sequence[Paper]) -> Markup:
    """What a supplier has in common with others, and which papers do not say what its form says."""
    said = [
        t("The same file, {file}, was handed in by {name}.", file=one.what, name=one.name)
        if one.what
        else t("{code} has nearly the same name: {name}.", code=one.code, name=one.name)
        for one in found
    ]
    said += [
        t("{paper}: not as in the form: {fields}.", paper=labels.word(paper.kind), fields=fields)
        for paper in papers
        if (fields := paper_readings.differing(paper.compared))
    ]
    return care(said)


def doubts(found: Sequence[Doubtful], exhibit: Exhibit) -> Markup:
    usual = formats.money(exhibit.usual_price_fen or 0)
    said = []
    for one in found:
        thing = either(one.thing, one.where) if one.doubt is Doubt.FAILS_INDICATOR else one.thing
        where = usual if one.doubt is Doubt.PRICE_FAR else one.where
        said.append(t(DOUBTS[one.doubt], thing=thing, where=where))
    return care(said)


def care(said: Sequence[str]) -> Markup:
    if not said:
        return html.NOTHING
    return CARE.format(t("Look twice"), html.join(Markup("<li>{}</li>").format(line) for line in said))


def exhibit_facts(exhibit: Exhibit) -> Markup:
    """Both languages side by side: what is not read is not approved."""
    product, unit = exhibit.product, formats.unit(exhibit.product.unit)
    mass = f"{formats.number(product.mass_kg, 3)} kg / {unit}" if product.mass_kg else "—"
    carbon = "—" if product.carbon is None else f"{formats.number(product.carbon, 3)} kgCO₂e / {unit}"
    rows = [
        (t("Name of the exhibit"), both(product.name_zh, product.name_en)),
        (t("Specification"), both(product.specification_zh, product.specification_en)),
        (t("Description"), both(product.description_zh, product.description_en)),
        (t("Kind of material"), either(exhibit.kind.name_zh, exhibit.kind.name_en)),
        (
            t("Supplier"),
            f"{either(exhibit.organisation.name_zh, exhibit.organisation.name_en)} · {exhibit.supplier.code}",
        ),
        (t("Price"), f"{formats.money(product.price_fen)} / {unit} · {usual(exhibit)}"),
        (t("Least quantity"), quantities(product)),
        (t("Stock"), listing_desk.stock(exhibit.shelf, product.unit)),
        (t("Mass"), mass),
        (t("Embodied carbon (A1–A3)"), f"{carbon} {product.carbon_source}"),
        (t("Place of origin"), product.origin_city or "—"),
    ]
    shown = html.join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*row) for row in rows)
    return Markup('<dl class="facts">{}</dl>').format(shown)


def both(zh: str, en: str) -> Markup:
    english = Markup('<br><span class="soft" lang="en">{}</span>').format(en) if en else html.NOTHING
    return Markup('<span lang="zh" class="reasons">{}</span>{}').format(zh or "—", english)


def usual(exhibit: Exhibit) -> str:
    if exhibit.usual_price_fen is None:
        return t("the first of its kind")
    return t("usual for this kind: {price}", price=formats.money(exhibit.usual_price_fen))


def quantities(product: Product) -> str:
    least = formats.quantity(product.minimum_milli, product.unit)
    return t("{least}, in steps of {step}", least=least, step=formats.quantity(product.step_milli, product.unit))


def judged(exhibit: Exhibit) -> Markup:
    """Every indicator of the kind with the declared value and the verdict on it."""
    verdicts = exhibit.judgement.verdicts
    rows = [
        (
            Markup('<span>{}<br><span class="soft">{}</span></span>').format(
                either(one.name_zh, one.name_en), one.standard
            ),
            wall.threshold(one),
            declared(exhibit, one),
            Markup("<span>{}</span>").format(verdict(verdicts[one.key])),
        )
        for one in exhibit.indicators
    ]
    columns = [t("Indicator"), t("Requirement"), t("Declared"), t("Verdict")]
    return wall.tabled(t("Indicators"), columns, rows)


def declared(exhibit: Exhibit, indicator: Indicator) -> Markup:
    answer = exhibit.values.get(indicator.key)
    if answer is None:
        return Markup('<span class="soft">—</span>')
    yes_no = {0: t("No"), 1: t("Yes")}
    said = yes_no.get(int(answer.value), "") if indicator.operator == "yes" else formats.number(answer.value, 6)
    return Markup("<span>{} {}</span>").format(said, labels.tag(answer.proof))


def verdict(one: Verdict) -> Markup:
    if one.outcome is Outcome.FAIL and one.reference:
        return Markup('<span class="tag warn">{}</span>').format(t("Misses a reference value"))
    if one.outcome is Outcome.PASS and one.reference:
        return Markup('<span class="tag info">{}</span>').format(t("Meets a reference value"))
    return labels.tag(one.outcome)


def evidence(exhibit: Exhibit) -> Markup:
    if not exhibit.certificates:
        return Markup('<p class="soft">{}</p>').format(t("No certificate has been filed."))
    return html.join(gallery.certificate(filed) for filed in exhibit.certificates)


def pictures(exhibit: Exhibit) -> Markup:
    """The supplier's pictures, or the drawing that hangs where there is none."""
    hung = [gallery.frame(picture, number) for number, picture in enumerate(exhibit.pictures, start=1)]
    drawing = Markup('<figure class="plate hung"><img src="/drawings/{}.{}.svg" alt=""></figure>').format(
        exhibit.product.kind, exhibit.product.code
    )
    return Markup('<div class="wall">{}</div>').format(html.join(hung or [drawing]))


def ask_approval(key: str, *, label: str, words: str) -> bool:
    """A decision in two steps; the key holds the moment of handing in, so that it never falls on a newer version."""
    with st.popover(label, type="primary", icon=":material/check:", key=f"approving-{key}"):
        st.text(words)
        return st.button(t("Yes, decide so"), key=f"approve-{key}", type="primary")


def ask_reasons(key: str) -> str | None:
    """Why a supplier's dossier goes back."""
    with (
        st.popover(t("Return …"), icon=":material/undo:", key=f"returning-{key}"),
        st.form(f"return-{key}", border=False),
    ):
        words = st.text_area(t("What is to be mended? The supplier reads this."), key=f"reasons-{key}", max_chars=2000)
        return (words or "") if st.form_submit_button(t("Return it"), key=f"send-back-{key}") else None


def ask_return(key: str) -> tuple[list[ReturnReason], str] | None:
    """Why an exhibit goes back."""
    with (
        st.popover(t("Return …"), icon=":material/undo:", key=f"returning-{key}"),
        st.form(f"return-{key}", border=False),
    ):
        reasons = st.pills(
            t("Reasons"),
            list(ReturnReason),
            selection_mode="multi",
            format_func={one: t(phrase) for one, phrase in listing_desk.REASONS.items()}.__getitem__,
            key=f"codes-{key}",
        )
        words = st.text_area(t("What is to be mended? The supplier reads this."), key=f"words-{key}", max_chars=1800)
        if st.form_submit_button(t("Return it"), key=f"send-back-{key}"):
            return list(reasons), words or ""
    return None
