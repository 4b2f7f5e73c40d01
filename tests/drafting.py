"""A listing as its supplier writes it, and a certificate for it; whether anybody may see it."""

from datetime import date
from decimal import Decimal

from services import products
from services.errors import Missing
from services.listings import (
    Answer,
    CertificateForm,
    ListingForm,
    Proof,
    Scheme,
)

TILE = ListingForm(
    kind="ceramic-tiles",
    name_zh="低碳釉面砖",
    name_en="Low-carbon glazed tile",
    specification_zh="600×600 mm",
    description_zh="用于走廊。",
    price_fen=12_250,
    unit="m2",
    minimum_milli=1000,
    step_milli=500,
    values={"ceramic-tiles-01": Answer(Decimal("0.8"), Proof.TEST_REPORT)},
)
GREEN = CertificateForm(
    scheme=Scheme.GREEN_PRODUCT,
    number="GP-1",
    issued_by_zh="绿色产品认证中心",
    valid_from=date(2025, 1, 1),
    valid_until=date(2028, 1, 1),
)


def is_public(code):
    try:
        return products.headline(code)["zh"][0]
    except Missing:
        return ""
