"""The lines of a Checkout Session: names, prices and quantities, added up in the currency's smallest unit."""

from pages.machine.sandbox.params import Params
from pages.machine.sandbox.refusals import Json, StripeError, missing, needed
from pages.machine.sandbox.shapes import blank
from pages.machine.sandbox.store import new_id

# Currencies of two decimal places in which alipay, WeChat Pay or a card can be charged.
CURRENCIES = ("aud", "cad", "cny", "eur", "gbp", "hkd", "nzd", "sgd", "usd")
MOST_LINES = 100
# Stripe charges at most eight digits: 999,999.99.
MOST_AMOUNT = 99_999_999
# The least it charges: about half a dollar.
LEAST_AMOUNT = {"cny": 400, "gbp": 30, "hkd": 400}
LEAST_ELSEWHERE = 50
MOST_QUANTITY = 999_999


def priced(params: Params, now: int) -> tuple[str, list[Json]]:
    """The one currency of the basket and its line items; raises where Stripe would refuse it."""
    rows = params.rows("line_items")
    if not rows:
        raise needed("line_items")
    if len(rows) > MOST_LINES:
        raise StripeError(f"You may only specify up to {MOST_LINES} line items.", param="line_items")
    items = [_item(row, now) for row in rows]
    currencies = {item["currency"] for item in items} | _named_currency(params)
    if len(currencies) > 1:
        message = "All line items must have the same currency."
        raise StripeError(message, param="line_items")
    _within_limits(total_of(items), items[0]["currency"])
    return items[0]["currency"], items


def total_of(items: list[Json]) -> int:
    return sum(item["amount_total"] for item in items)


def read_currency(params: Params) -> str:
    currency = params.needed("currency", longest=20).lower()
    if currency not in CURRENCIES:
        message = f"Invalid currency: {currency}. The sandbox supports: {', '.join(CURRENCIES)}"
        raise StripeError(message, param=params.name("currency"))
    return currency


def _named_currency(params: Params) -> set[str]:
    return {read_currency(params)} if params.has("currency") else set()


def _item(row: Params, now: int) -> Json:
    row.only("price_data", "quantity", "price", "metadata")
    if row.has("price"):
        raise missing("price", row.needed("price"), row.name("price"))
    if not row.has("price_data"):
        raise needed(row.name("price_data"))
    data = row.group("price_data").only("currency", "unit_amount", "product_data", "tax_behavior")
    quantity = row.whole_needed("quantity", least=1, most=MOST_QUANTITY)
    amount, currency = data.whole_needed("unit_amount"), read_currency(data)
    total = amount * quantity
    return blank(
        "item",
        now,
        amount_subtotal=total,
        amount_total=total,
        currency=currency,
        description=_product_name(data),
        metadata=row.metadata(),
        price=_price(currency, amount, now=now),
        quantity=quantity,
    )


def _product_name(data: Params) -> str:
    if not data.has("product_data"):
        raise needed(data.name("product_data"))
    product = data.group("product_data").only("name", "description", "images", "metadata", "tax_code")
    product.text("description")
    return product.needed("name")


def _price(currency: str, amount: int, *, now: int) -> Json:
    product = new_id("prod_", 14)
    return blank("price", now, currency=currency, unit_amount=amount, unit_amount_decimal=str(amount), product=product)


def _within_limits(total: int, currency: str) -> None:
    if total > MOST_AMOUNT:
        message = f"The Checkout Session's total amount due must be no more than 999,999.99 {currency}."
        raise StripeError(message, code="amount_too_large", param="line_items")
    least = LEAST_AMOUNT.get(currency, LEAST_ELSEWHERE)
    if total < least:
        message = f"The Checkout Session's total amount due must be at least {least / 100:.2f} {currency}."
        raise StripeError(message, code="amount_too_small", param="line_items")
