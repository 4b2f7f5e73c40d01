"""Who is told of disputes and messages: the other side of each step, both of how it ends, finance of what waits."""

from db.disputes import Outcome, Side
from services.audit import Event
from services.notices.telling import About, Circle, Group, Telling

__all__ = ["DISPUTES"]

A, C, E, G = About, Circle, Event, Group
Facts = dict[str, object]
BY_BUYER, BY_SUPPLIER = (Facts(side=side) for side in (Side.BUYER, Side.SUPPLIER))
OFF, UNDONE, UPHELD, DISMISSED = (
    Facts(outcome=one) for one in (Outcome.AMOUNT_OFF, Outcome.UNDONE, Outcome.UPHELD, Outcome.DISMISSED)
)
DISPUTES = (
    Telling("{other} has written about order {code}", "The message stands on the page of the order.",
            E.MESSAGE_WRITTEN, A.ORDER, C.SUPPLIER, G.ORDERS, BY_BUYER),
    Telling("{other} has written about order {code}", "The message stands on the page of the order.",
            E.MESSAGE_WRITTEN, A.ORDER, C.BUYER, G.ORDERS, BY_SUPPLIER),
    Telling("{other} has opened a dispute about order {code}",
            "Please answer within five working days, or grant what is asked for.",
            E.DISPUTE_OPENED, A.ORDER, C.SUPPLIER, G.ORDERS, BY_BUYER),
    Telling("{other} has opened a dispute about order {code}",
            "Please answer within five working days, or grant what is asked for.",
            E.DISPUTE_OPENED, A.ORDER, C.BUYER, G.ORDERS, BY_SUPPLIER),
    Telling("The dispute about order {code} waits for your answer",
            "Without it the dispute goes on to an official when the time is over.",
            E.DISPUTE_REMINDED, A.ORDER, C.SUPPLIER, G.REMINDERS, BY_SUPPLIER),
    Telling("The dispute about order {code} waits for your answer",
            "Without it the dispute goes on to an official when the time is over.",
            E.DISPUTE_REMINDED, A.ORDER, C.BUYER, G.REMINDERS, BY_BUYER),
    Telling("{other} has answered in the dispute about order {code}", "An official decides, unless you come to terms.",
            E.DISPUTE_ANSWERED, A.ORDER, C.BUYER, G.ORDERS, BY_SUPPLIER),
    Telling("{other} has answered in the dispute about order {code}", "An official decides, unless you come to terms.",
            E.DISPUTE_ANSWERED, A.ORDER, C.SUPPLIER, G.ORDERS, BY_BUYER),
    Telling("A dispute about order {code} can be decided", "Both sides have spoken.",
            E.DISPUTE_ANSWERED, A.ORDER, C.FINANCE, G.REVIEW),
    Telling("The dispute about order {code} has gone on to an official", "The time to answer is over.",
            E.DISPUTE_PASSED_ON, A.ORDER, C.BUYER, G.ORDERS),
    Telling("The dispute about order {code} has gone on to an official", "The time to answer is over.",
            E.DISPUTE_PASSED_ON, A.ORDER, C.SUPPLIER, G.ORDERS),
    Telling("A dispute about order {code} can be decided", "The other side has not answered in time.",
            E.DISPUTE_PASSED_ON, A.ORDER, C.FINANCE, G.REVIEW),
    Telling("An official has taken the dispute about order {code}", "Until it is decided you may still come to terms.",
            E.DISPUTE_TAKEN, A.ORDER, C.BUYER, G.ORDERS),
    Telling("An official has taken the dispute about order {code}", "Until it is decided you may still come to terms.",
            E.DISPUTE_TAKEN, A.ORDER, C.SUPPLIER, G.ORDERS),
    Telling("An official asks you about the dispute on order {code}", "Please reply on the page of the order.",
            E.DISPUTE_ASKED, A.ORDER, C.BUYER, G.ORDERS, BY_BUYER),
    Telling("An official asks you about the dispute on order {code}", "Please reply on the page of the order.",
            E.DISPUTE_ASKED, A.ORDER, C.SUPPLIER, G.ORDERS, BY_SUPPLIER),
    Telling("A question about the dispute on order {code} has been answered", "",
            E.DISPUTE_REPLIED, A.ORDER, C.FINANCE, G.REVIEW),
    *[Telling("The dispute about order {code} is decided: {amount} less",
              "What has been paid for that goes back. The reasons stand on the page of the order.",
              E.DISPUTE_DECIDED, A.ORDER, to, G.ORDERS, ending)
      for to in (C.BUYER, C.SUPPLIER) for ending in (OFF, UNDONE)],
    *[Telling("The dispute about order {code} is decided: nothing is taken off",
              "The reasons stand on the page of the order.",
              E.DISPUTE_DECIDED, A.ORDER, to, G.ORDERS, DISMISSED) for to in (C.BUYER, C.SUPPLIER)],
    *[Telling("The dispute about order {code} is decided: it is to be done as asked",
              "The reasons stand on the page of the order.",
              E.DISPUTE_DECIDED, A.ORDER, to, G.ORDERS, UPHELD) for to in (C.BUYER, C.SUPPLIER)],
    *[Telling("{other} grants what you asked for about order {code}",
              "The order comes to {amount} less; what has been paid for that goes back.",
              E.DISPUTE_SETTLED, A.ORDER, C.BUYER, G.ORDERS, BY_BUYER | ending) for ending in (OFF, UNDONE)],
    Telling("{other} grants what you asked for about order {code}", "The dispute is over.",
            E.DISPUTE_SETTLED, A.ORDER, C.BUYER, G.ORDERS, BY_BUYER | UPHELD),
    Telling("{other} grants what you asked for about order {code}", "The dispute is over.",
            E.DISPUTE_SETTLED, A.ORDER, C.SUPPLIER, G.ORDERS, BY_SUPPLIER | UPHELD),
    Telling("{other} has withdrawn the dispute about order {code}", "The order goes on.",
            E.DISPUTE_WITHDRAWN, A.ORDER, C.SUPPLIER, G.ORDERS, BY_BUYER),
    Telling("{other} has withdrawn the dispute about order {code}", "The order goes on.",
            E.DISPUTE_WITHDRAWN, A.ORDER, C.BUYER, G.ORDERS, BY_SUPPLIER),
    *[Telling("The dispute about order {code} needs no decision any more", "The two sides have ended it themselves.",
              event, A.ORDER, C.FINANCE, G.REVIEW, {"passed_on": True})
      for event in (E.DISPUTE_SETTLED, E.DISPUTE_WITHDRAWN)],
)  # fmt: skip
