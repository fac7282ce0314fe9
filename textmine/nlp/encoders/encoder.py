"""What an encoder of sentences is: texts in, vectors out, on this computer alone."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """A model that turns texts into vectors."""

    @property
    def title(self) -> str:
        """What people call it."""

    @property
    def dimension(self) -> int:
        """How many numbers a text gets."""

    @property
    def digest(self) -> str:
        """Name the encoder by the content of all that its vectors depend on."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one vector of length 1 a text, (n, dimension), rounded to five decimals.

        A text gets the same vector in any company and order.
        """
