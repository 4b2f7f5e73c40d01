"""Requests for quotations in lists and on their sheet: what is wanted, where to, and what each supplier answers."""

from collections.abc import Sequence

from markupsafe import Markup

from components import formats, html, labels, regions
from components.formats import N_
from components.i18n import either, t, tn
from services.clock import in_china
from services.money import quantity
from services.quotations import (
    Line,
    OfferView,
    Quotation,
    QuotationRequest,
    QuotedLine,
    Reader,
    RequestRow,
    RequestStatus,
    RequestView,
)

__all__ = ["earlier", "empty", "heading", "listed", "no_answer_yet", "no_more_answers", "offer", "sheet"]

ROW = Markup(
    '<li><a class="order-row" href="{href}" target="_self"><span class="order-code">{code}</span>'
    '<span class="order-other">{other}</span><span class="order-tags">{tags}</span><time>{day}</time>'
    '<span class="quote-count">{count}</span></a></li>'
)
FACT = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
TABLE = Markup('<table class="order-lines {css}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')
HEAD = Markup('<th scope="col">{}</th>')
CELL = Markup('<td data-label="{}">{}</td>')
OFFER = Markup(
    '<section class="quote {tone}"><header><div><p class="overline">{day}</p><h3>{name}</h3></div>'
    '<p class="order-tags">{tags}</p><p class="quote-sum"><b class="price">{total}</b><span class="soft">{said}</span>'
    "</p></header>{lines}{facts}{words}</section>"
)
HOUSE_REASONS = (N_("another quotation was accepted"),)


def named(line: Line) -> str:
    if line.product is None:
        return either(line.kind_zh, line.kind_en)
    return either(line.product.name_zh, line.product.name_en)


def in_short(lines: Sequence[Line]) -> str:
    """The first line's name, and how many more there are."""
    more = len(lines) - 1
    return named(lines[0]) + (f" {tn('and {count} more', 'and {count} more', more)}" if more else "")


def listed(rows: Sequence[RequestRow], reader: Reader) -> Markup:
    return Markup('<ul class="order-rows">{}</ul>').format(html.join(row_of(row, reader) for row in rows))


def row_of(row: RequestRow, reader: Reader) -> Markup:
    buyer = "" if reader is Reader.BUYER else f"{either(row.buyer.zh, row.buyer.en)} · "
    return ROW.format(
        href=html.address("/quotations", {"request": row.request.code}),
        code=row.request.code,
        other=buyer + in_short(row.lines),
        tags=tags_of(row, reader),
        day=formats.day(in_china(row.request.asked_at).date()),
        count=counted(row, reader),
    )


def tags_of(row: RequestRow, reader: Reader) -> Markup:
    own = labels.tag(row.own.status) if row.own else html.NOTHING
    if reader is Reader.SUPPLIER and row.waits:
        return Markup('<span class="tag warn">{}</span>').format(t("Awaits your answer"))
    if reader is Reader.BUYER and row.waits:
        to_choose = Markup('<span class="tag warn">{}</span>').format(t("To choose"))
        return request_tag(row.request, answerable=row.answerable) + to_choose
    return own or request_tag(row.request, answerable=row.answerable)


def request_tag(request: QuotationRequest, *, answerable: bool) -> Markup:
    """How the request stands; once its closing day is over, that it is."""
    if request.status is RequestStatus.OPEN and not answerable:
        return Markup('<span class="tag">{}</span>').format(t("Closed to answers"))
    return labels.tag(request.status)


def counted(row: RequestRow, reader: Reader) -> str:
    if reader is Reader.SUPPLIER:
        return t("until {day}", day=formats.day(row.request.closes_on))
    return tn("{count} quotation", "{count} quotations", row.answers)


def empty(reader: Reader) -> Markup:
    words = {
        Reader.BUYER: t("Ask several suppliers at once, from an exhibit, from your cart, or in your own words."),
        Reader.SUPPLIER: t("When a buyer asks you for a quotation, it is listed here until its closing day."),
        Reader.OFFICIAL: t("What buyers ask suppliers for, and what they answer, is listed here."),
    }[reader]
    return Markup('<div class="empty-room"><h2>{}</h2><p class="soft">{}</p></div>').format(t("No requests yet"), words)


def heading(view: RequestView) -> Markup:
    code = view.request.code
    return Markup(
        '<div class="sheet-head"><p class="overline">{} {}</p><h1>{}</h1><p class="order-tags">{}</p></div>'
    ).format(
        t("Request for quotation"), code, in_short(view.lines), request_tag(view.request, answerable=view.answerable)
    )


def sheet(view: RequestView) -> Markup:
    """What is wanted, where to and by when, the files, and for the buyer who was asked."""
    asked = view.request
    pairs = [
        (t("Buyer"), either(view.buyer.zh, view.buyer.en)),
        (t("Site"), f"{regions.named(asked.city, asked.district)} {asked.address}"),
        (t("Answers until"), formats.day(asked.closes_on)),
        (t("Delivery wanted by"), formats.day(asked.wanted_by)),
        (t("Purpose"), asked.purpose),
        (t("Project"), either(view.project.name_zh, view.project.name_en) if view.project else ""),
        (t("Asked"), askees(view)),
        (t("Files"), files(view)),
    ]
    said = html.join(FACT.format(name, value) for name, value in pairs if value)
    return (
        wanted(view.lines) + words(asked.words) + Markup('<dl class="sheet-facts">{}</dl>').format(said) + ended(view)
    )


def askees(view: RequestView) -> str:
    return either("、", ", ").join(either(one.zh, one.en) for one in view.asked)


def files(view: RequestView) -> Markup:
    return html.join((html.link(one.name, f"/files/{one.id}") for one in view.files), Markup("<br>"))


def ended(view: RequestView) -> Markup:
    if not view.request.reason:
        return html.NOTHING
    return Markup('<p class="sheet-note">{}</p>').format(t("Ended: {reason}", reason=view.request.reason))


def words(said: str) -> Markup:
    return Markup('<p class="quote-words">{}</p>').format(said) if said else html.NOTHING


def wanted(lines: Sequence[Line]) -> Markup:
    heads = (t("Wanted"), t("Quantity"))
    return TABLE.format(
        css="quote-wanted",
        head=html.join(HEAD.format(one) for one in heads),
        body=html.join(wanted_line(line, heads) for line in lines),
    )


def wanted_line(line: Line, heads: Sequence[str]) -> Markup:
    amount = formats.quantity(line.row.quantity_milli, line.row.unit)
    return Markup("<tr>{}{}</tr>").format(CELL.format(heads[0], what(line)), CELL.format(heads[1], amount))


def what(line: Line) -> Markup:
    said = line.row.words
    if line.product is None:
        return Markup('<b>{}</b> <span class="soft">{}</span>').format(either(line.kind_zh, line.kind_en), said)
    code = line.product.code
    detail = either(line.product.specification_zh, line.product.specification_en)
    name = html.link(named(line), html.address("/product", {"code": code}))
    shown = " · ".join(filter(None, [f"{code} {detail}".strip(), said]))
    return Markup('{} <span class="soft">{}</span>').format(name, shown)


def offer(view: OfferView) -> Markup:
    """One answer: its sum, what it offers at which price, how fast, until when."""
    quotation = view.quotation
    return OFFER.format(
        tone="lapsed" if view.lapsed or not is_standing(quotation) else "",
        day=t("Quoted on {day}, revision {revision}", day=formats.day(in_china(quotation.given_at).date()),
              revision=quotation.revision),
        name=either(view.supplier.zh, view.supplier.en),
        tags=offer_tags(view),
        total=formats.money(quotation.total_fen),
        said=t("delivered, freight included"),
        lines=offered(view),
        facts=offer_facts(view),
        words=words(quotation.words) + decided(quotation),
    )  # fmt: skip


def is_standing(quotation: Quotation) -> bool:
    return str(quotation.status) in {"given", "accepted"}


def offer_tags(view: OfferView) -> Markup:
    framework = Markup('<span class="tag good">{}</span>').format(t("Standing price"))
    lapsed = Markup('<span class="tag warn">{}</span>').format(t("Lapsed"))
    state = lapsed if view.lapsed else labels.tag(view.quotation.status)
    return state + (framework if view.quotation.standing_until else html.NOTHING)


def offered(view: OfferView) -> Markup:
    standing = view.quotation.standing_until is not None
    heads = [t("Exhibit"), t("Quantity"), t("Price"), t("Sum"), *([t("Still to order")] if standing else [])]
    return TABLE.format(
        css="quote-offered",
        head=html.join(HEAD.format(one) for one in heads),
        body=html.join(offered_line(line, heads) for line in view.lines),
    )


def offered_line(line: QuotedLine, heads: Sequence[str]) -> Markup:
    row, product = line.row, line.product
    name = html.link(either(product.name_zh, product.name_en), html.address("/product", {"code": product.code}))
    note = Markup('<span class="tag info">{}</span>').format(t("offered instead")) if line.other else html.NOTHING
    cells = [
        Markup('{} {}<span class="soft">{}</span>').format(name, note, product.code),
        formats.quantity(row.quantity_milli, product.unit),
        f"{formats.money(row.price_fen)} / {formats.unit(product.unit)}",
        Markup('<b class="price">{}</b>').format(formats.money(row.total_fen)),
    ]
    if row.most_milli is not None:
        most = formats.number(quantity(row.most_milli), 3)
        cells.append(t("{left} of {most}", left=formats.number(quantity(line.left_milli), 3), most=most))
    return Markup("<tr>{}</tr>").format(
        html.join(CELL.format(head, cell) for head, cell in zip(heads, cells, strict=False))
    )


def offer_facts(view: OfferView) -> Markup:
    quotation = view.quotation
    standing = quotation.standing_until
    pairs = [
        (t("Delivery time"), in_days(quotation.delivery_days)),
        (t("Valid until"), formats.day(quotation.valid_until)),
        (t("Price stands until"), formats.day(standing) if standing else ""),
        (t("Ordered"), purchases(view)),
    ]
    said = html.join(FACT.format(name, value) for name, value in pairs if value)
    return Markup('<dl class="sheet-facts">{}</dl>').format(said)


def in_days(days: int) -> str:
    return tn("within {count} day", "within {count} days", days)


def purchases(view: OfferView) -> Markup:
    return html.join(
        (html.link(one.code, html.address("/orders", {"purchase": one.code})) for one in view.purchases), Markup("<br>")
    )


def decided(quotation: Quotation) -> Markup:
    said = t(quotation.reason) if quotation.reason in HOUSE_REASONS else quotation.reason
    return Markup('<p class="sheet-note">{}</p>').format(t("Reason: {reason}", reason=said)) if said else html.NOTHING


def earlier(quotations: Sequence[Quotation]) -> Markup:
    """What a supplier had answered before, for itself."""
    if not quotations:
        return html.NOTHING
    rows = [
        Markup("<li>{} · {} · {}</li>").format(
            t("Revision {revision}", revision=one.revision), formats.money(one.total_fen), formats.moment(one.given_at)
        )
        for one in quotations
    ]
    return Markup('<div class="quote-earlier"><p class="overline">{}</p><ul>{}</ul></div>').format(
        t("Earlier answers"), html.join(rows)
    )


def no_answer_yet(view: RequestView) -> Markup:
    """Said to the buyer and to officials while nobody has answered."""
    if not view.answerable:
        return Markup('<p class="soft">{}</p>').format(t("Nobody has answered."))
    said = t("Nobody has answered yet. Answers come until {day}.", day=formats.day(view.request.closes_on))
    return Markup('<p class="soft">{}</p>').format(said)


def no_more_answers(view: RequestView) -> Markup:
    """Said to a supplier who cannot answer, or answer again."""
    if view.answerable:
        return Markup('<p class="soft">{}</p>').format(t("Your quotation was chosen, so it cannot be changed."))
    return Markup('<p class="soft">{}</p>').format(t("This request takes no answers any more."))
