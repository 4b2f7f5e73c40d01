"""
Why the museum says no.

* Refused
  + Forbidden   the visitor lacks the right
  + Conflict    the thing is not in a state that allows it
  + Invalid     what was asked makes no sense
  + Missing     there is no such thing, or this visitor may not know of it
"""


class Refused(Exception):
    """`phrase` is English and a gettext key; it is translated where it is shown, with `values` filled in."""

    def __init__(self, phrase: str, **values: object) -> None:
        super().__init__(phrase.format(**values) if values else phrase)
        self.phrase, self.values = phrase, values


class Forbidden(Refused):
    pass


class Conflict(Refused):
    pass


class Invalid(Refused):
    pass


class Missing(Refused):
    pass
