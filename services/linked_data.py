"""What the museum tells machines in schema.org's words: an exhibit with its offer, and the house with its search."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from db import showcase
from db.engine import reading
from db.showcase import Shown
from db.standards import Indicator, Operator
from db.suppliers import SupplierKind
from services import money
from services.regions import in_english
from services.settings import settings
from services.units import CEFACT

__all__ = ["exhibit", "house"]

Language = Literal["zh", "en"]
Thing = dict[str, Any]
CONTEXT = "https://schema.org"
NAME: Mapping[Language, str] = {"zh": "绿色建材馆", "en": "Green Building Materials Museum"}
CARBON: Mapping[Language, str] = {"zh": "碳排放（A1–A3），企业声明", "en": "Embodied carbon (A1–A3), as declared"}


def exhibit(code: str, language: Language) -> Thing | None:
    """A Product with its Offer; nothing for what is not on show."""
    with reading() as db:
        found = showcase.shown(db, code)
    return product(found, language) if found else None


def product(shown: Shown, language: Language) -> Thing:
    item, maker = shown.product, organisation(shown, language)
    return {
        "@context": CONTEXT,
        "@type": "Product",
        "@id": f"{page(item.code)}#product",
        "url": f"{page(item.code)}&lang={language}",
        "name": said(item, "name", language),
        "description": said(item, "description", language) or said(item, "specification", language)
        or said(item, "name", language),
        "sku": item.code,
        "category": f"{said(shown.category, 'name', language)} > {said(shown.kind, 'name', language)}",
        "image": images(shown),
        **brand(shown, language),
        **({"manufacturer": maker} if shown.supplier.kind is SupplierKind.BRAND_MANUFACTURER else {}),
        **weight(shown),
        "additionalProperty": properties(shown, language),
        "offers": offer(shown, language) | {"seller": maker},
    }  # fmt: skip


def said(row: object, name: str, language: Language) -> str:
    """One of two columns, the other where it is empty."""
    zh, en = str(getattr(row, f"{name}_zh")), str(getattr(row, f"{name}_en"))
    return (en or zh) if language == "en" else (zh or en)


def page(code: str) -> str:
    return f"{settings().base_url}/product?code={code}"


def organisation(shown: Shown, language: Language) -> Thing:
    owner = shown.organisation
    place = {
        "@type": "PostalAddress",
        "addressCountry": "CN",
        "addressLocality": owner.city if language == "zh" else in_english(owner.city),
    }
    return {"@type": "Organization", "name": said(owner, "name", language), "address": place}


def brand(shown: Shown, language: Language) -> Thing:
    name = said(shown.supplier, "brand", language)
    return {"brand": {"@type": "Brand", "name": name}} if name else {}


def images(shown: Shown) -> list[str]:
    """The supplier's first picture, if any, and the museum's drawing; absolute addresses."""
    item, base = shown.product, settings().base_url
    pictures = [f"{base}/files/{shown.picture}"] if shown.picture else []
    return [*pictures, f"{base}/drawings/{item.kind}.{item.code}.svg"]


def weight(shown: Shown) -> Thing:
    """Of one selling unit, where the product states it."""
    mass = shown.product.mass_kg
    return {} if mass is None else {"weight": {"@type": "QuantitativeValue", "value": number(mass), "unitCode": "KGM"}}


def properties(shown: Shown, language: Language) -> list[Thing]:
    item = shown.product
    told = [measured(asked, value.value, language) for asked, value in shown.values]
    if item.carbon is not None:
        told.append(stated("GWP-A1A3", CARBON[language], number(item.carbon)) | {"unitText": f"kgCO2e/{item.unit}"})
    return told


def measured(asked: Indicator, value: Decimal, language: Language) -> Thing:
    name = said(asked, "name", language)
    if asked.operator is Operator.YES:
        return stated(asked.key, name, bool(value))
    unit = {} if asked.unit in {"", "-"} else {"unitText": asked.unit}
    return stated(asked.key, name, number(value)) | unit


def stated(key: str, name: str, value: float | bool) -> Thing:  # noqa: FBT001  a value, not a switch
    return {"@type": "PropertyValue", "propertyID": key, "name": name, "value": value}


def number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def offer(shown: Shown, language: Language) -> Thing:
    """For one selling unit, from the smallest lot; in stock when a smallest lot is left."""
    item, left = shown.product, shown.stock
    price = {"price": f"{money.yuan(item.price_fen):.2f}", "priceCurrency": "CNY"}
    unit = {"unitCode": CEFACT[item.unit]} if item.unit in CEFACT else {"unitText": item.unit}
    free = left.on_hand_milli - left.reserved_milli if left else 0
    least = number(money.quantity(item.minimum_milli))
    return {
        "@type": "Offer",
        "url": f"{page(item.code)}&lang={language}",
        **price,
        "availability": f"{CONTEXT}/{'InStock' if free >= item.minimum_milli else 'OutOfStock'}",
        "itemCondition": f"{CONTEXT}/NewCondition",
        "eligibleQuantity": {"@type": "QuantitativeValue", "minValue": least, **unit},
        "priceSpecification": {
            "@type": "UnitPriceSpecification",
            **price,
            **unit,
            "referenceQuantity": {"@type": "QuantitativeValue", "value": 1, **unit},
        },
    }  # fmt: skip


def house(language: Language) -> Thing:
    """The museum itself and how it is searched."""
    base = settings().base_url
    this = {"@type": "Organization", "@id": f"{base}/#museum", "name": NAME[language], "alternateName": sorted(
        name for spoken, name in NAME.items() if spoken != language), "url": f"{base}/",
        "logo": f"{base}/drawings/mark.svg"}  # fmt: skip
    search = {"@type": "EntryPoint", "urlTemplate": f"{base}/halls?lang={language}&q={{search_term_string}}"}
    asked = "required name=search_term_string"
    site = {
        "@type": "WebSite",
        "@id": f"{base}/#website",
        "url": f"{base}/",
        "name": NAME[language],
        "inLanguage": ["zh-CN", "en"],
        "publisher": {"@id": f"{base}/#museum"},
        "potentialAction": {"@type": "SearchAction", "target": search, "query-input": asked},
    }
    return {"@context": CONTEXT, "@graph": [this, site]}
