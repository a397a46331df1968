"""The typed frame of responses, and its checks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.codebook import NO_ANSWER, Codebook
from analytics.options import Choices


@dataclass(frozen=True)
class Responses:
    """One survey's responses: a row a respondent.

    `frame` is indexed by the row of the sheet (1-based as in Excel). It has an int8 column for every
    item key (a scale point, or BLANK, NOT_APPLICABLE, UNRECOGNISED) and a category column for every
    demographic key (missing stays missing). `times` (datetime64, may be NaT) and `comments` (text of
    each open question, personal data masked) run beside it, on the same index, and so do the `choices` of
    questions with several answers.
    """

    codebook: Codebook
    frame: pd.DataFrame
    times: pd.Series | None = None
    comments: pd.DataFrame | None = None
    choices: tuple[Choices, ...] = ()

    def __post_init__(self) -> None:
        if any(len(choices.ticked) != len(self.frame) for choices in self.choices):
            raise ValueError("responses: choices are of other respondents")
        for item in self.codebook.items:
            if item.key not in self.frame.columns:
                raise ValueError(f"responses: no column for item {item.key!r}")
            values = self.frame[item.key]
            if values.dtype != np.int8:
                raise ValueError(f"responses: item {item.key!r} must be int8, not {values.dtype}")
            strange = set(np.unique(values.to_numpy())) - set(item.scale.points) - set(NO_ANSWER)
            if strange:
                raise ValueError(f"responses: item {item.key!r} holds {sorted(strange)}, not on its scale")
        for demographic in self.codebook.demographics:
            if demographic.key not in self.frame.columns:
                raise ValueError(f"responses: no column for demographic {demographic.key!r}")

    @property
    def respondents(self) -> int:
        """How many respondents there are, whatever they answered."""
        return len(self.frame)
