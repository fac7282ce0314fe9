"""A codebook: dimensions, their codes, what follows from them, and which of them go together."""

import re
from collections.abc import Iterable, Mapping
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from textmine.choices import Labels, Stage
from textmine.errors import InputError, did_you_mean

Action = Literal["add", "rename", "redefine", "merge", "split", "move", "retire"]
"""What can be done to the codes of a codebook, each time with a reason that is kept."""


FORMAT = 1
"""The newest format of a codebook file that this textmine reads, and the one that it writes."""


class Part(BaseModel):
    """What every part of a codebook file shares: no key that is not known, and no change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def code_with_name(code: str, name: str) -> str:
    """Return a code with its name, or the name alone where only capitals and signs differ.

    >>> code_with_name("A", "achieving ends"), code_with_name("tax", "Tax")
    ('A achieving ends', 'Tax')
    >>> code_with_name("bus_lane", "Bus lane"), code_with_name("A", "")
    ('Bus lane', 'A')
    """
    said = re.sub(r"[\W_]+", " ", code).strip().casefold()
    alike = said == re.sub(r"[\W_]+", " ", name).strip().casefold()
    return (name or code) if alike or not name else f"{code} {name}"


class Code(Part):
    """One code of a dimension.

    `parent` is the code of the same dimension that it is grouped under, `stage` the stage of coding
    that it belongs to. A code that is not `codable` is a heading; a `retired` one is given no more.
    """

    id: str = Field(min_length=1)
    name: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()
    parent: str = ""
    stage: Stage | Literal[""] = ""
    codable: bool = True
    retired: bool = False

    @property
    def given(self) -> bool:
        """Whether a coder can give this code."""
        return self.codable and not self.retired

    @property
    def heading(self) -> str:
        """The id with the name, or the name alone where it says the same."""
        return code_with_name(self.id, self.name)


class Dimension(Part):
    """A question that every unit is asked, and the codes that can answer it.

    `labels` says whether a unit gets exactly one code or any number of them, `scale` whether the
    order of the codes means something. `roles` are what a code may carry (sender, recipient). A
    dimension that is `derived_from` another is never coded: `derive` says which of its codes
    follows from which code there.
    """

    id: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    name: str
    question: str = ""
    labels: Labels = "single"
    scale: Literal["nominal", "ordinal"] = "nominal"
    roles: tuple[str, ...] = ()
    derived_from: str = ""
    derive: dict[str, str] = {}
    codes: tuple[Code, ...] = Field(min_length=2)

    @property
    def code_ids(self) -> list[str]:
        """The ids of the codes that can be given, in the codebook's order."""
        return [code.id for code in self.codes if code.given]

    @property
    def coded(self) -> bool:
        """Whether coders code it; otherwise it follows from another dimension."""
        return not self.derived_from

    def code(self, identity: str) -> Code:
        """Return a code by its id; raise InputError when there is none."""
        for code in self.codes:
            if code.id == identity:
                return code
        raise InputError(
            f"Dimension '{self.id}' has no code '{identity}'.",
            hint=did_you_mean(identity, [code.id for code in self.codes]),
        )

    def ancestors(self, identity: str) -> list[str]:
        """Return the codes that a code is grouped under, the nearest first."""
        line: list[str] = []
        parent = self.code(identity).parent
        while parent:
            line.append(parent)
            parent = self.code(parent).parent
        return line

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        ids = [code.id for code in self.codes]
        _refuse_twins(ids, f"codes of dimension '{self.id}'")
        _refuse_twins(list(self.roles), f"roles of dimension '{self.id}'")
        if sum(code.given for code in self.codes) < 2:
            raise ValueError(f"dimension '{self.id}' has fewer than two codes to give")
        parents = {code.id: code.parent for code in self.codes}
        for code in self.codes:
            if code.parent and code.parent not in parents:
                raise ValueError(f"code '{code.id}' has a parent '{code.parent}' that is not there")
            _refuse_circle(code.id, parents)
        return self


class Product(Part):
    """Two dimensions crossed: a cell is named by its row code and its column code."""

    name: str
    rows: str
    columns: str
    cells: dict[str, str] = {}


class Attribute(Part):
    """A property of the document, not a code: the round, the case, the kind of organization.

    `column` is the column of the corpus that holds it, `values` what may stand there.
    """

    id: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    name: str
    column: str
    values: tuple[str, ...] = Field(min_length=1)


class Rule(Part):
    """Which codes go together, and why.

    Where a unit has one of the attribute values in `where` and one of the codes in `when` (each for
    every key; both may be empty), it may have no codes of a dimension in `only` but those named
    there, and none of the codes in `never`.
    """

    reason: str = Field(min_length=1)
    where: dict[str, tuple[str, ...]] = {}
    when: dict[str, tuple[str, ...]] = {}
    only: dict[str, tuple[str, ...]] = {}
    never: dict[str, tuple[str, ...]] = {}


class Change(Part):
    """One recorded change of the codes, and the version of the codebook that it led to.

    `codes` are ids before the change, `into` ids after it; `detail` says what changed where ids do
    not.
    """

    version: int = Field(ge=2)
    action: Action
    dimension: str
    codes: tuple[str, ...] = ()
    into: tuple[str, ...] = ()
    detail: str = ""
    reason: str = Field(min_length=1)
    by: str = ""
    date: str = ""


class Codebook(Part):
    """Dimensions with their codes, rules across them, and the history of its changes.

    `product` names the table that two of the dimensions span.
    """

    format: int = FORMAT
    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    version: int = Field(1, ge=1)
    title: str = ""
    unit: str = "document"
    citation: str = ""
    attributes: tuple[Attribute, ...] = ()
    dimensions: tuple[Dimension, ...] = Field(min_length=1)
    product: Product | None = None
    rules: tuple[Rule, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def coded_dimensions(self) -> list[Dimension]:
        """The dimensions that coders code, in order."""
        return [dimension for dimension in self.dimensions if dimension.coded]

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

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        ids = [dimension.id for dimension in self.dimensions]
        _refuse_twins(ids, "dimensions")
        _refuse_twins([attribute.id for attribute in self.attributes], "attributes")
        self._check_product(ids)
        for dimension in self.dimensions:
            if dimension.derived_from or dimension.derive:
                self._check_derived(dimension, ids)
        attributes = {attribute.id: attribute.values for attribute in self.attributes}
        codes = {d.id: [code.id for code in d.codes] for d in self.dimensions}
        for number, rule in enumerate(self.rules, start=1):
            if not rule.only and not rule.never:
                raise ValueError(f"rule {number} forbids nothing: give it 'only' or 'never'")
            _check_terms(f"rule {number}: 'where'", rule.where, attributes, "attribute", "value")
            for key in ("when", "only", "never"):
                _check_terms(f"rule {number}: '{key}'", getattr(rule, key), codes)
        versions = [change.version for change in self.changes]
        if versions != sorted(set(versions)) or (versions and versions[-1] > self.version):
            raise ValueError("the changes must lead to versions in ascending order, up to this one")
        return self

    def _check_product(self, ids: list[str]) -> None:
        if self.product is None:
            return
        for side in (self.product.rows, self.product.columns):
            if side not in ids:
                raise ValueError(f"the product names a dimension '{side}' that is not there")
            if self.dimension(side).labels == "multi":
                raise ValueError(f"the product crosses '{side}', which takes several codes a unit")
        known = self.cells()
        for cell in self.product.cells:
            if cell not in known:
                raise ValueError(f"the product names a cell '{cell}' that no two codes make")

    def _check_derived(self, derived: Dimension, ids: list[str]) -> None:
        if derived.derived_from not in ids or derived.derived_from == derived.id:
            raise ValueError(
                f"dimension '{derived.id}' follows from '{derived.derived_from}', "
                "which is no other dimension of this codebook"
            )
        source = self.dimension(derived.derived_from)
        if not source.coded:
            raise ValueError(f"dimension '{derived.id}' follows from a derived one, '{source.id}'")
        if source.labels == "multi" and derived.labels == "single":
            raise ValueError(
                f"dimension '{derived.id}' follows from '{source.id}', which takes several codes "
                'a unit: give it labels = "multi" too'
            )
        _check_terms(
            f"dimension '{derived.id}': 'derive'",
            {source.id: derived.derive.keys(), derived.id: derived.derive.values()},
            {d.id: [code.id for code in d.codes] for d in (source, derived)},
        )
        missing = [code for code in source.code_ids if code not in derived.derive]
        if missing:
            raise ValueError(
                f"dimension '{derived.id}' does not say what follows from {', '.join(missing)}"
            )


def _check_terms(
    where: str,
    terms: Mapping[str, Iterable[str]],
    known: Mapping[str, Iterable[str]],
    kind: str = "dimension",
    thing: str = "code",
) -> None:
    for key, values in terms.items():
        if key not in known:
            raise ValueError(f"{where} names a {kind} '{key}' that is not there")
        for value in values:
            if value not in known[key]:
                raise ValueError(f"{where} names a {thing} '{value}' that '{key}' does not have")


def _refuse_circle(identity: str, parents: Mapping[str, str]) -> None:
    seen, here = {identity}, parents[identity]
    while here:
        if here in seen:
            raise ValueError(f"code '{identity}' is grouped under itself")
        seen.add(here)
        here = parents.get(here, "")


def _refuse_twins(ids: list[str], what: str) -> None:
    """Coders may type an id in any case, so that ids must differ by more than that."""
    folded = [identity.casefold() for identity in ids]
    for identity, key in zip(ids, folded, strict=True):
        if folded.count(key) > 1:
            raise ValueError(
                f"two {what} are called '{identity}' (upper or lower case is the same)"
            )
