"""Papers the museum prints as searchable, archival PDF: the letter of commitment and the purchase summary."""

from services.documents.commitment import LETTER_VERSION, CommitmentLetter, SupplierKind, commitment_letter
from services.documents.printing import Lang
from services.documents.receipt import Line, Party, Receipt, purchase_receipt

__all__ = [
    "LETTER_VERSION",
    "CommitmentLetter",
    "Lang",
    "Line",
    "Party",
    "Receipt",
    "SupplierKind",
    "commitment_letter",
    "purchase_receipt",
]
