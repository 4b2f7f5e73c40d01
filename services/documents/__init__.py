"""Papers the museum prints as searchable, archival PDF: letter of commitment, purchase summary, purchasing protocol,
payment slip, invoice of a service, comparison, label."""

from services.documents.commitment import LETTER_VERSION, CommitmentLetter, SupplierKind, commitment_letter
from services.documents.comparison import SideBySide, side_by_side
from services.documents.label import ExhibitLabel, Measured, exhibit_label
from services.documents.printing import Lang
from services.documents.protocol import ProtocolSheet, purchasing_protocol
from services.documents.receipt import Line, Party, Receipt, Taxed, purchase_receipt
from services.documents.service_invoice import ServiceInvoice, service_invoice
from services.documents.slip import TransferSlip, transfer_slip

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
    "ServiceInvoice",
    "SideBySide",
    "SupplierKind",
    "Taxed",
    "TransferSlip",
    "commitment_letter",
    "exhibit_label",
    "purchase_receipt",
    "purchasing_protocol",
    "service_invoice",
    "side_by_side",
    "transfer_slip",
]
