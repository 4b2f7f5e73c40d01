"""The doors for machines, and the HTML every address for people begins with; app.py mounts them."""

from starlette.routing import BaseRoute, Route

from pages.machine import (
    comparisons,
    drawings,
    exports,
    files,
    front,
    health,
    inbox,
    labels,
    look,
    open_products,
    payouts,
    protocols,
    receipts,
    sandbox,
    sign_in,
    stripe,
)
from services.settings import settings

ROUTES: list[BaseRoute] = [
    *front.ROUTES,
    Route("/healthz", health.process),
    Route("/readyz", health.ready),
    Route("/robots.txt", front.robots),
    Route("/favicon.ico", look.icon),
    Route("/favicon.png", look.icon),
    Route("/look.css", look.stylesheet),
    Route("/drawings/{name}.svg", drawings.drawing),
    Route("/files/{file_id:uuid}", files.download),
    Route("/letters/commitment.pdf", files.letter),
    Route("/exports/{table}.{form}", exports.download),
    Route("/api/v1/products/{code}/openepd.json", open_products.openepd_file),
    Route("/labels/{code}.svg", labels.qr),
    Route("/labels/{code}.pdf", labels.sheet),
    Route("/compare.pdf", comparisons.pdf),
    Route("/compare.xlsx", comparisons.workbook),
    Route("/receipts/{code}.pdf", receipts.download),
    Route("/protocols/{code}.pdf", protocols.download),
    Route("/payouts/account", payouts.account, methods=["POST"]),
    Route("/payouts/statement.{form}", payouts.statement),
    Route("/account/{action}", sign_in.act, methods=["POST"]),
    Route("/inbox/{notice:uuid}", inbox.open_notice, methods=["POST"]),
    Route("/webhooks/stripe", stripe.webhook, methods=["POST"]),
    Route("/pay/{code}", stripe.pay, methods=["POST"]),
    *(sandbox.routes(**stripe.SANDBOX) if settings().sandboxed else []),
]
