"""Codebooks: dimensions, codes and cells; the built-in ones and those of a workspace."""

from textmine.codebook.codebook import (
    Attribute,
    Change,
    Code,
    Codebook,
    Dimension,
    Product,
    Rule,
)
from textmine.codebook.files import (
    Listed,
    codebook_toml,
    find_codebook,
    list_codebooks,
    read_codebook,
    save_codebook,
)

__all__ = [
    "Attribute",
    "Change",
    "Code",
    "Codebook",
    "Dimension",
    "Listed",
    "Product",
    "Rule",
    "codebook_toml",
    "find_codebook",
    "list_codebooks",
    "read_codebook",
    "save_codebook",
]
