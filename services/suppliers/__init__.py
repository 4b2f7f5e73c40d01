"""Suppliers: how one registers, what is asked of it, who lets it in, and whether it may sell."""

from db.suppliers import PaperKind, Supplier, SupplierKind, SupplierStatus
from services.suppliers.dossiers import Decision, Dossier, Paper, checklist
from services.suppliers.reading import Compared, Field, Verdict
from services.suppliers.registration import Profile, add_paper, letter, mine, require_seller, save, submit
from services.suppliers.review import Likeness, approve, dossier, likenesses, queue, send_back
from services.suppliers.rules import FLOW, LONG_TERM, Need, Requirement, may_sell, needs_of, papers_of

__all__ = [
    "FLOW",
    "LONG_TERM",
    "Compared",
    "Decision",
    "Dossier",
    "Field",
    "Likeness",
    "Need",
    "Paper",
    "PaperKind",
    "Profile",
    "Requirement",
    "Supplier",
    "SupplierKind",
    "SupplierStatus",
    "Verdict",
    "add_paper",
    "approve",
    "checklist",
    "dossier",
    "letter",
    "likenesses",
    "may_sell",
    "mine",
    "needs_of",
    "papers_of",
    "queue",
    "require_seller",
    "save",
    "send_back",
    "submit",
]
