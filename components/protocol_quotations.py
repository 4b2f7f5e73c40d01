"""The quotations behind a direct sale, in words: who was asked, who answered what, which one was chosen and why."""

from components import formats, labels
from components.i18n import either, t, tn
from components.protocol_lines import kilograms
from services.clock import in_china
from services.documents.protocol import Block, Cell, Fact, Row, Section, Table
from services.protocols import Document, Quoted

__all__ = ["section"]

WIDTHS = (1.5, 1, 2, 0.6, 1.2, 1)


def section(document: Document) -> Section:
    answers = document.quotations
    facts = (
        Fact(name=t("Request"), text=document.request),
        Fact(name=t("Suppliers asked"), text=str(document.asked)),
        Fact(name=t("Answers"), text=str(len(answers))),
    )
    said = (t("Not compared: there was one answer only."),) if len(answers) == 1 else ()
    columns = (t("Supplier"), t("Total, delivered"), t("Per line"), t("Delivery"), t("Carbon"), t("Outcome"))
    rows = tuple(Row(cells=row(one), marked=one.chosen) for one in ranked(answers))
    table = Table(caption=t("Quotations received"), columns=columns, rows=rows, widths=WIDTHS)
    return Section(title=t("Quotations received"), blocks=(Block(said=said, facts=facts, tables=(table,)),))


def ranked(answers: tuple[Quoted, ...]) -> list[Quoted]:
    return sorted(answers, key=lambda one: (not one.chosen, one.total_fen, one.supplier.code))


def row(one: Quoted) -> tuple[Cell, ...]:
    given = t("given on {day}", day=formats.day(in_china(one.given_at).date()))
    until = t("valid until {day}", day=formats.day(one.valid_until))
    return (
        Cell(text=either(one.supplier.zh, one.supplier.en), asides=(one.supplier.code, given, until)),
        Cell(text=formats.money(one.total_fen)),
        Cell(text=tn("{count} line", "{count} lines", len(one.lines)), asides=tuple(lines(one))),
        Cell(text=tn("{count} day", "{count} days", one.delivery_days)),
        Cell(text=kilograms(one.made_kg), asides=(t("A4 to the site: {sum}", sum=kilograms(one.moved_kg)),)),
        Cell(text=labels.word(one.status), asides=(t(one.reason),) if one.reason else ()),
    )


def lines(one: Quoted) -> list[str]:
    return [
        f"{line.position}. {line.code} · {formats.quantity(line.quantity_milli, line.unit)} × "
        f"{formats.money(line.price_fen)} · "
        + t("{passed} of {total} indicators", passed=line.passed, total=line.asked)
        for line in one.lines
    ]
