"""Two disputes of the demonstration: in one both sides have spoken and an official may take it, one is decided."""

from seed.dealing import Deal
from services import disputes, messages
from services.disputes import Act, Complaint, Decision, Ground, Outcome, Relief, Remedy, Step

DAMAGED = "六箱中有两箱边角受潮起翘。其余可用，请求按两箱的价款减让。"
ANSWER = "出库时外包装完好，签收单上未注明破损；愿意补发一箱，不同意按两箱减让。"
REASONS_ZH = "签收单未注明外观异常，买方未在两个工作日内提出；现有材料不能说明受潮发生在交货之前。"
REASONS_EN = (
    "The delivery note records no visible damage and nothing was said within two working days; nothing that was "
    "handed in shows that the damp was there before delivery."
)
AMOUNT_FEN = 94_000


def written(deal: Deal) -> None:
    """The parties try it with each other first."""
    [(code, seller)] = deal.orders
    messages.write(deal.buyer, code, "货到了，有两箱受潮，能否派人看一下？", key=f"{deal.key} 1")
    messages.write(seller, code, "抱歉，请先把照片发来，我们和承运方核对。", key=f"{deal.key} 2")


def complained(deal: Deal) -> None:
    [(code, _)] = deal.orders
    complaint = Complaint(Ground.DAMAGED, Remedy.AMOUNT_OFF, DAMAGED, AMOUNT_FEN)
    disputes.lodge(deal.buyer, code, complaint, key=deal.key)


def answered(deal: Deal) -> None:
    [(_, seller)] = deal.orders
    disputes.act(seller, code_of(deal), Step(Act.ANSWER, ANSWER))


def dismissed(deal: Deal) -> None:
    official = deal.cast.demonstration["official"]
    disputes.take(official, code_of(deal))
    disputes.decide(official, code_of(deal), Decision(Relief(Outcome.DISMISSED), REASONS_ZH, REASONS_EN))


def code_of(deal: Deal) -> str:
    """Of the only dispute about the only order."""
    [(code, _)] = deal.orders
    [known] = disputes.of_order(deal.buyer, code)
    return known.dispute.code
