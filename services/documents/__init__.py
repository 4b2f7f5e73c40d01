"""Papers the museum prints as searchable, archival PDF: letter of commitment, purchase summary, comparison."""

from services.documents.commitment import LETTER_VERSION, CommitmentLetter, SupplierKind, commitment_letter
from services.documents.comparison import SideBySide, side_by_side
from services.documents.printing import Lang
from services.documents.receipt import Line, Party, Receipt, purchase_receipt

__all__ = [
    "LETTER_VERSION",
    "CommitmentLetter",
    "Lang",
    "Line",
    "Party",
    "Receipt",
    "SideBySide",
    "SupplierKind",
    "commitment_letter",
    "purchase_receipt",
    "side_by_side",
]
