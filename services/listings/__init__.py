"""Listings: how a supplier prepares an exhibit, who puts it on view, and what may change while it hangs there."""

from db.products import Certificate, Product, ProductStatus, Proof, Scheme
from services.listings.declarations import Caution, Change, Preview, preview_declaration, take_declaration
from services.listings.editing import change_kind, draft, put_back, save, set_price, submit, take_off
from services.listings.exhibits import Exhibit, Filed, Hung, Listed, Shelf, Step, get, mine, usual_price
from services.listings.gallery import (
    MOST_PICTURES,
    CertificateForm,
    add_certificate,
    add_picture,
    arrange_pictures,
    remove_certificate,
    remove_picture,
)
from services.listings.review import Doubt, Doubtful, dossier, doubts, publish, queue, send_back
from services.listings.rules import EDITABLE, FLOW, Answer, ListingForm, ReturnReason
from services.words import spell_anew

__all__ = [
    "EDITABLE",
    "FLOW",
    "MOST_PICTURES",
    "Answer",
    "Caution",
    "Certificate",
    "CertificateForm",
    "Change",
    "Doubt",
    "Doubtful",
    "Exhibit",
    "Filed",
    "Hung",
    "Listed",
    "ListingForm",
    "Preview",
    "Product",
    "ProductStatus",
    "Proof",
    "ReturnReason",
    "Scheme",
    "Shelf",
    "Step",
    "add_certificate",
    "add_picture",
    "arrange_pictures",
    "change_kind",
    "dossier",
    "doubts",
    "draft",
    "get",
    "mine",
    "preview_declaration",
    "publish",
    "put_back",
    "queue",
    "remove_certificate",
    "remove_picture",
    "save",
    "send_back",
    "set_price",
    "spell_anew",
    "submit",
    "take_declaration",
    "take_off",
    "usual_price",
]
