"""A codebook: dimensions, their codes, and the named cells of the product of two dimensions."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from textmine.errors import InputError, did_you_mean


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Code(_Part):
    """One code of a dimension."""

    id: str = Field(min_length=1)
    name: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()


class Dimension(_Part):
    """A question that every unit is asked, and the codes that can answer it."""

    id: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    name: str
    question: str = ""
    codes: tuple[Code, ...] = Field(min_length=2)

    @property
    def code_ids(self) -> list[str]:
        """The ids of the codes, in the codebook's order."""
        return [code.id for code in self.codes]

    @model_validator(mode="after")
    def _unique_codes(self) -> Self:
        _refuse_twins(self.code_ids, f"codes of dimension '{self.id}'")
        return self


class Product(_Part):
    """Two dimensions crossed: a cell is named by its row code and its column code."""

    name: str
    rows: str
    columns: str
    cells: dict[str, str] = {}


class Codebook(_Part):
    """Dimensions with their codes; `product` names the table that two of them span."""

    format: int = 1
    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    title: str = ""
    unit: str = "document"
    citation: str = ""
    dimensions: tuple[Dimension, ...] = Field(min_length=1)
    product: Product | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        ids = [dimension.id for dimension in self.dimensions]
        _refuse_twins(ids, "dimensions")
        if self.product is not None:
            for side in (self.product.rows, self.product.columns):
                if side not in ids:
                    raise ValueError(f"the product names a dimension '{side}' that is not there")
            known = self.cells()
            for cell in self.product.cells:
                if cell not in known:
                    raise ValueError(f"the product names a cell '{cell}' that no two codes make")
        return self

    def dimension(self, identity: str) -> Dimension:
        """Return a dimension by its id; raise InputError when there is none."""
        for dimension in self.dimensions:
            if dimension.id == identity:
                return dimension
        raise InputError(
            f"Codebook '{self.name}' has no dimension '{identity}'.",
            hint=did_you_mean(identity, [dimension.id for dimension in self.dimensions]),
        )

    def cells(self) -> list[str]:
        """Return the cell names of the product, row by row; empty without a product."""
        if self.product is None:
            return []
        rows, columns = self.dimension(self.product.rows), self.dimension(self.product.columns)
        return [row + column for row in rows.code_ids for column in columns.code_ids]


def _refuse_twins(ids: list[str], what: str) -> None:
    """Coders may type an id in any case, so that ids must differ by more than that."""
    folded = [identity.casefold() for identity in ids]
    for identity, key in zip(ids, folded, strict=True):
        if folded.count(key) > 1:
            raise ValueError(
                f"two {what} are called '{identity}' (upper or lower case is the same)"
            )
