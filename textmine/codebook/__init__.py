"""Codebooks: dimensions, codes and cells; the built-in ones and those of a workspace."""

from textmine.codebook.codebook import Code, Codebook, Dimension, Product
from textmine.codebook.files import (
    Listed,
    codebook_toml,
    find_codebook,
    list_codebooks,
    read_codebook,
    save_codebook,
)

__all__ = [
    "Code",
    "Codebook",
    "Dimension",
    "Listed",
    "Product",
    "codebook_toml",
    "find_codebook",
    "list_codebooks",
    "read_codebook",
    "save_codebook",
]
