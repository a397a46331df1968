"""What not everybody may do once people log in: change what all assessments rest on, or take one out.

Who may is a list of addresses, `SAISAAT_KEEPERS`. Checked where the change is made; pages only say it before.
"""

from __future__ import annotations

import os
import re
from typing import Literal

from analytics.words import Message, Problem, message
from data.stored.audit import present
from data.stored.conflicts import NotSaved

Right = Literal["rubrics", "units", "delete"]
KEEPERS = "SAISAAT_KEEPERS"


class NotAllowed(NotSaved):
    """Nothing was changed: whoever is logged in may not; `problem` says why, and whom to ask."""


def keepers() -> tuple[str, ...]:
    """The addresses of those who may, in small letters; none where no list is given."""
    listed = re.split(r"[\s,;]+", os.environ.get(KEEPERS, "").casefold())
    return tuple(dict.fromkeys(address for address in listed if address))


def barrier(right: Right) -> Problem | None:
    """Why whoever is at work may not, and whom to ask; None where they may.

    Without a login nobody can be told apart, and everybody may; without a list, everybody who is logged in.
    Of a login that confirms no address, nobody is on the list.
    """
    person, listed = present(), keepers()
    if not person.login or (listed and person.address in listed) or (not listed and person.name):
        return None
    if not listed:
        return Problem(_only(right), message("Log in first"))
    return Problem(_only(right), message("Ask one of them: {keepers}", keepers=", ".join(listed)))


def require(right: Right) -> None:
    """Raise NotAllowed where whoever is at work may not do this."""
    refused = barrier(right)
    if refused is not None:
        raise NotAllowed(refused)


def _only(right: Right) -> Message:
    return {
        "rubrics": message("Only those who keep this Saisaat may adopt a version of a rubric"),
        "units": message("Only those who keep this Saisaat may change the list of units"),
        "delete": message("Only those who keep this Saisaat may delete an assessment"),
    }[right]
