"""Papers the museum prints as searchable, archival PDF: commitment, summary, protocol, comparison, label."""

from services.documents.commitment import LETTER_VERSION, CommitmentLetter, SupplierKind, commitment_letter
from services.documents.comparison import SideBySide, side_by_side
from services.documents.label import ExhibitLabel, Measured, exhibit_label
from services.documents.printing import Lang
from services.documents.protocol import ProtocolSheet, purchasing_protocol
from services.documents.receipt import Line, Party, Receipt, purchase_receipt

__all__ = [
    "LETTER_VERSION",
    "CommitmentLetter",
    "ExhibitLabel",
    "Lang",
    "Line",
    "Measured",
    "Party",
    "ProtocolSheet",
    "Receipt",
    "SideBySide",
    "SupplierKind",
    "commitment_letter",
    "exhibit_label",
    "purchase_receipt",
    "purchasing_protocol",
    "side_by_side",
]
