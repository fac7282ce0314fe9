"""Whether matrix products go in half precision: only where the processor has them itself."""

from contextlib import AbstractContextManager
from typing import Any, Literal

Precision = Literal["auto", "float32", "bfloat16"]


def in_bfloat16(precision: Precision = "auto") -> bool:
    """Return whether to multiply in bfloat16; "auto" asks for AMX or AVX512-BF16.

    A processor without them does it by way of float32, several times more slowly.
    """
    if precision != "auto":
        return precision == "bfloat16"
    import torch

    asked = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(bool(getattr(torch.cpu, name, lambda: False)()) for name in asked)


def products(fast: bool) -> AbstractContextManager[Any]:
    """Return a block in which matrix products are in bfloat16, if they are to be `fast`."""
    import torch

    block: AbstractContextManager[Any] = torch.autocast("cpu", dtype=torch.bfloat16, enabled=fast)
    return block
