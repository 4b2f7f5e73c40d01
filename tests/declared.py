"""Declarations: a file as its operator writes it, and a kind that is classified."""

import copy
import json

from db.engine import reading, transaction
from db.products import by_code
from db.standards import Kind
from tests import make

FILE = {
    "doctype": "openEPD", "openepd_version": "0.1", "language": "en",
    "product_name": "Celadon tile", "product_description": "For corridors.",
    "valid_until": "2029-12-31T00:00:00Z", "declared_unit": {"qty": 1, "unit": "m2"},
    "kg_per_declared_unit": {"qty": 20.5, "unit": "kg"}, "product_classes": {"io.cqd.ec3": "CeramicTile"},
    "manufacturer": {"web_domain": "example.com", "name": "Organisation of supplier"},
    "program_operator": {"web_domain": "example.org", "name": "Demo operator"}, "program_operator_doc_id": "DEMO-0001",
    "impacts": {"EF 3.1": {"gwp": {"A1A2A3": {"mean": 12.5, "unit": "kgCO2e", "rsd": 0.2}}}},
}  # fmt: skip


def change(row, key, **values):
    with transaction(audited=False) as db:
        kept = db.get_one(row, key)
        for name, value in values.items():
            setattr(kept, name, value)


def classify(kind="ceramic-tiles", *, category="CeramicTile", unit="1.0 m^2"):
    make.a_kind(kind)
    change(Kind, kind, openepd_category=category, openepd_unit=unit)


def stored(product):
    with reading() as db:
        return by_code(db, product.code)


def file(**changes):
    said = copy.deepcopy(FILE)
    for path, value in changes.items():
        *way, last = path.split("__")
        within = said
        for step in way:
            within = within[step]
        within[last] = value
    return json.dumps(said).encode()
