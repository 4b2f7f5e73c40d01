"""An exhibit as an openEPD document, for everybody: what is declared of it, in the unit openEPD counts its kind in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from openepd.model.common import Measurement, NonNegativeAmount
from openepd.model.geography import Geography
from openepd.model.lcia import Impacts, ImpactSet, LCIAMethod, ScopeSetGwp
from openepd.model.light.epd import EpdV0
from openepd.model.org import Org
from openepd.model.validation.quantity import AmountMass

from db import products as store
from db import standards as kinds
from db.engine import reading
from db.products import Product
from services import openepd_rules, units
from services.errors import Invalid, Missing
from services.openepd_rules import CATEGORY, GWP_UNIT, Outlook, Withheld
from services.products import Exhibit, Reading, SupplierKind, exhibit
from services.settings import settings
from services.standards import Operator
from services.visitors import GUEST

__all__ = ["address", "document", "written"]

Language = Literal["zh", "en"]
EXTENSION = "green_building_materials_museum"
LONGEST_DESCRIPTION = 2000  # of openEPD
SAID: Mapping[str, Mapping[Language, str]] = {
    "declared": {
        "zh": "全球变暖潜势（A1–A3）取自该产品的声明：{source}。声明未注明影响评价方法。",
        "en": "GWP A1–A3 is taken from the product's own declaration: {source}. Its method is not on record.",
    },
    Withheld.NOT_DECLARED: {
        "zh": "本文件不含环境影响数据：该产品没有自己的碳排放声明，通用因子不能冒充产品声明。",
        "en": "This document holds no impacts: the product has no declaration, and a generic factor is none.",
    },
    Withheld.STORED_CARBON: {
        "zh": "本文件不含环境影响数据：声明值计入了产品中储存的碳，而 openEPD 要求分项列出。",
        "en": "This document holds no impacts: the figure counts stored carbon, which openEPD asks for apart.",
    },
    "demonstration": {
        "zh": "演示数据，企业与数值均为虚构。",
        "en": "Demonstration data: company and figures are invented.",
    },
}


def address(code: str) -> str:
    return f"{settings().base_url}/api/v1/products/{code}/openepd.json"


def written(code: str, language: Language = "zh") -> str:
    """The document as JSON. Raises Missing for what is not on show, Conflict and Invalid where it cannot be written."""
    return str(document(code, language).to_json(indent=1))


def document(code: str, language: Language = "zh") -> EpdV0:
    """Built by openEPD's own models, read back through them, and held against our rules."""
    shown = exhibit(GUEST, code)
    with reading() as db:
        product = store.by_code(db, code)
        classes = next(row for row in kinds.kinds(db) if row.code == shown.card.kind)
    if product is None:
        raise Missing("There is no such exhibit.")
    outlook = outlook_of(shown)
    epd = EpdV0(
        **words(shown, language),
        **figures(outlook),
        **dates(product),
        product_classes=known(
            {CATEGORY: classes.openepd_category, "MasterFormat": classes.masterformat, "UNSPSC": classes.unspsc,
             "CPV": classes.cpv}
        ),
        lca_discussion=discussion(shown, outlook, language, demonstration=product.demonstration),
        ext={EXTENSION: extension(shown)},
    )  # fmt: skip
    return complete(EpdV0.model_validate_json(epd.to_json()), outlook)


def outlook_of(shown: Exhibit) -> Outlook:
    measured = ((reading.indicator.name_en, reading.indicator.unit, reading.value) for reading in shown.readings)
    goods = units.goods(shown.card, measured=measured)
    by_its_maker = shown.maker.kind is SupplierKind.BRAND_MANUFACTURER
    return openepd_rules.outlook(goods, shown.kind, shown.card.footprint, by_its_maker=by_its_maker)


def words(shown: Exhibit, language: Language) -> dict[str, Any]:
    card, maker = shown.card, shown.maker
    other: Language = "en" if language == "zh" else "zh"
    name, description = in_language(card, "name", language), in_language(shown, "description", language)
    page = f"{settings().base_url}/product?code={card.code}&lang={language}"
    return {
        "language": language,
        "product_name": name,
        "product_sku": card.code,
        "product_description": description[:LONGEST_DESCRIPTION] or None,
        "product_usage_description": in_language(shown.kind, "summary", language) or None,
        "manufacturer": Org(name=in_language(maker, "name", language), alt_names=[in_language(maker, "name", other)]),
        "applicable_in": [Geography.CN],
        "ref": address(card.code),
        "attachments": {"Exhibit": page},
        "private": False,
    }


def in_language(said: object, name: str, language: Language) -> str:
    """One of the two columns, the other where it is empty."""
    zh, en = str(getattr(said, f"{name}_zh")), str(getattr(said, f"{name}_en"))
    return (en or zh) if language == "en" else (zh or en)


def figures(outlook: Outlook) -> dict[str, Any]:
    declared, mass = outlook.declared, outlook.kilograms
    return {
        "declared_unit": NonNegativeAmount(qty=float(declared.quantity), unit=declared.unit),
        "kg_per_declared_unit": None if mass is None else AmountMass(qty=float(mass), unit="kg"),
        "impacts": None if outlook.gwp is None else impacts(float(outlook.gwp)),
    }


def impacts(gwp: float) -> Impacts:
    """Under an unknown method: none is on record, and to name one would be a guess."""
    scopes = ScopeSetGwp(A1A2A3=Measurement(mean=gwp, unit=GWP_UNIT))
    return Impacts({LCIAMethod.UNKNOWN: ImpactSet(gwp=scopes)})


def dates(product: Product) -> dict[str, Any]:
    """This document counts from when the listing went on show; until when the declaration holds is not on record."""
    issued: datetime | None = product.published_at
    return {"date_of_issue": issued, "version": product.revision}


def known(classes: Mapping[str, str]) -> dict[str, str]:
    return {system: code for system, code in classes.items() if code}


def discussion(shown: Exhibit, outlook: Outlook, language: Language, *, demonstration: bool) -> str:
    said = [SAID[outlook.withheld or "declared"][language].format(source=shown.card.footprint.source)]
    return "\n\n".join(said + [SAID["demonstration"][language]] * demonstration)


def extension(shown: Exhibit) -> dict[str, Any]:
    card = shown.card
    return {
        "exhibit": card.code,
        "kind": {"code": shown.kind.code, "name_zh": card.kind_zh, "name_en": card.kind_en},
        "specification": {"zh": card.specification_zh, "en": card.specification_en},
        "selling_unit": card.unit,
        "indicators": [indicator(reading) for reading in shown.readings if reading.value is not None],
    }


def indicator(reading: Reading) -> dict[str, Any]:
    """A value with its unit ("1" where it is a bare number) beside what is asked, and how sure that is."""
    asked, value = reading.indicator, reading.value
    bounds = {name: float(bound) for name, bound in (("low", asked.low), ("high", asked.high)) if bound is not None}
    yes_or_no = asked.operator is Operator.YES
    measured = {"value": bool(value)} if yes_or_no else {"value": float(value or 0), "unit": unit_of(asked.unit)}
    return {
        "key": asked.key,
        "name_zh": asked.name_zh,
        "name_en": asked.name_en,
        **measured,
        "asked": {"operator": str(asked.operator), **bounds, "standard": asked.standard,
                  "threshold": str(asked.confidence)},
        "proof": str(reading.proof),
        "outcome": str(reading.verdict.outcome),
    }  # fmt: skip


def unit_of(written: str) -> str:
    return written if written not in {"", "-"} else "1"


def complete(epd: EpdV0, outlook: Outlook) -> EpdV0:
    """The library asks for next to nothing: what a reader of an EPD relies on is asked for here."""
    declared, mass = epd.declared_unit, epd.kg_per_declared_unit
    asked = {
        "product_name": bool(epd.product_name),
        "manufacturer.name": bool(epd.manufacturer and epd.manufacturer.name),
        "product_classes": bool(epd.product_classes.get(CATEGORY)),
        "declared_unit": declared is not None and declared.unit == outlook.declared.unit and bool(declared.qty),
        "kg_per_declared_unit": mass is None or (mass.unit == "kg" and bool(mass.qty)),
        "date_of_issue": epd.date_of_issue is not None,
        "impacts": (epd.impacts is None) == (outlook.gwp is None),
    }
    for name, stands in asked.items():
        if not stands:
            raise Invalid("{field} is missing, and an openEPD needs it.", field=name)
    return epd
