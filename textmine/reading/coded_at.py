"""At which level codes are read: of documents, of whole units, or of units by a stated rule."""

from collections import defaultdict
from dataclasses import dataclass, replace

from textmine.choices import Coded, Level, RollUpRule, Whole
from textmine.coding import Codings, current_codings, rolled_up
from textmine.coding.whole_units import rolled_down, whole_level
from textmine.corpus import Corpus, units_at
from textmine.errors import UsageError
from textmine.reading.coded_units import coded_units
from textmine.reading.rolling_units import rolled_units, rule_sentence
from textmine.schema import Coding
from textmine.store import Workspace

_TEXTS = ("passages", "documents")


@dataclass(frozen=True)
class CodedAt:
    """The level at which codes are read, and by which rule.

    Without a `rule` codes are those that were given to units of the `level` as a whole, or to
    documents where none is named. With one they are those of passages that count for the unit of
    the level which the passages belong to. With `roll_down` each document of a unit has its codes.
    Raises UsageError for what cannot be asked for together.
    """

    level: Coded | None = None
    rule: RollUpRule | None = None
    roll_down: bool = False

    def __post_init__(self) -> None:
        if self.rule is not None and self.level is None:
            raise UsageError(
                f"--rule {self.rule} chooses among the codes of a unit's passages, and you named "
                "no units.",
                hint="Say --level interviews, cases or authors.",
            )
        if self.roll_down and self.level in (None, "documents"):
            raise UsageError(
                "--roll-down hands down codes of larger units, and you named none.",
                hint="Say --level interviews, cases or authors.",
            )

    @property
    def whole(self) -> Whole | None:
        """The units that were coded as a whole, where their codes are asked for."""
        return None if self.level is None or self.rule is not None else whole_level(self.level)

    @property
    def counted(self) -> Level | None:
        """What is counted where nothing else is said; None for documents."""
        return None if self.roll_down or self.level == "documents" else self.level

    def need_passages(self) -> None:
        """Raise UsageError where codes are of whole units, which have no passage to show."""
        if self.whole is not None and not self.roll_down:
            raise UsageError(
                f"A code that was given to one of the {self.level} as a whole has no passage "
                "to quote.",
                hint="Say --roll-down: then each of its documents has the code. Or count them: "
                f"'textmine tabulate' with --level {self.level}.",
            )


DOCUMENTS = CodedAt()


def codings_at(
    workspace: Workspace,
    corpus: Corpus,
    at: CodedAt = DOCUMENTS,
    codebook: str | None = None,
    roll_up: str | None = None,
) -> Codings:
    """Return what stands for a corpus at a level; `roll_up` names a level of codes.

    Codes of whole units that are handed down stand beside those that documents have on other
    dimensions. A rule is applied by `by_rule`, once it is said whose codes are read. Raises
    InputError as `current_codings`.
    """
    stands = current_codings(workspace, corpus, codebook, level=at.whole)
    if at.whole is not None:
        stands = _handed_down(workspace, stands, at.whole) if at.roll_down else _said(stands)
    return stands if roll_up is None else rolled_up(stands, roll_up)


def by_rule(codings: Codings, at: CodedAt, dimensions: tuple[str, ...] = ()) -> Codings:
    """Return codings in which the codes of passages are those that count for their units.

    `codings` are those of one coder, or the final ones (`Codings.by`). A passage keeps a code that
    its unit has by the rule, and is without it else; with `roll_down` every document of a unit has
    its codes. Nothing is changed without a rule. `dimensions` are those that matter, all where none
    is named. Raises InputError as `rolled_units`.
    """
    corpus = codings.corpus
    if at.rule is None or at.level is None or corpus is None:
        return codings
    passages = coded_units(codings, "passages", dimensions)
    units = rolled_units(passages, corpus, at.level, codings.codebook, at.rule)
    label = dict(zip(corpus.ids, units_at(corpus, at.level), strict=True))
    row = {unit: index for index, unit in enumerate(units.units)}
    column: dict[tuple[str, str | None, str], int] = {
        (code.dimension, code.code, code.role): index for index, code in enumerate(units.codes)
    }
    looked_at = {code.dimension for code in units.codes}
    kept_codings: list[Coding] = []
    for coding in codings:
        unit = label[coding.document]
        if coding.dimension not in looked_at:
            kept_codings.append(coding)
        elif unit:
            code_index = column.get((coding.dimension, coding.code, coding.role))
            has = code_index is not None and units.given[row[unit], code_index]
            kept_codings.append(coding if has else replace(coding, code=None, role=""))
    remarks = [rule_sentence(at.level, at.rule), *units.remarks[len(passages.remarks) :]]
    counted_codings = replace(
        codings, items=tuple(kept_codings), remarks=(*codings.remarks, *remarks)
    )
    if at.roll_down:
        counted_codings = _of_units_to_documents(counted_codings, at, looked_at, label)
    return (
        counted_codings
        if at.rule == "any" and not at.roll_down
        else _chosen(counted_codings, at, looked_at)
    )


def rule_of_units(at: CodedAt, level: Level | None) -> list[str]:
    """Return the sentence that says when a unit that is counted has a code, where it has parts.

    Of units that were coded as a whole, and of those that a rule is about, it is said already.
    """
    if level is None or level in _TEXTS or (level == at.level and not at.roll_down):
        return []
    return [rule_sentence(level, "any")]


def _said(stands: Codings) -> Codings:
    remark = f"The codes are those that were given to {stands.level} as a whole."
    return replace(stands, remarks=(*stands.remarks, remark))


def _handed_down(workspace: Workspace, stands: Codings, level: Whole) -> Codings:
    """Return codes of whole units for each document, and what documents have elsewhere."""
    down, corpus = rolled_down(stands), stands.corpus
    if corpus is None:
        return down
    own = current_codings(workspace, corpus, stands.codebook.name)
    taken = {coding.dimension for coding in down}
    beside = tuple(coding for coding in own if coding.dimension not in taken)
    both = {coding.dimension for coding in own} & taken
    remarks = [*down.remarks]
    if beside:
        names = dict.fromkeys(coding.dimension for coding in beside)
        remarks.append(f"On {', '.join(names)} documents have their own codes.")
        remarks += [remark for remark in own.remarks if f" of {level} as a whole" not in remark]
    if both:
        remarks.append(f"What documents have on {', '.join(sorted(both))} is left out.")
    return replace(down, items=(*down, *beside), remarks=tuple(dict.fromkeys(remarks)))


def _of_units_to_documents(
    codings: Codings, at: CodedAt, dimensions: set[str], label: dict[str, str]
) -> Codings:
    """Return codings in which each document has the codes of all passages of its unit."""
    of_units: defaultdict[str, dict[tuple[str, str | None, str], Coding]] = defaultdict(dict)
    beside = []
    for coding in codings:
        if coding.dimension in dimensions:
            key = (coding.dimension, coding.code, coding.role)
            of_units[label[coding.document]].setdefault(key, coding)
        else:
            beside.append(coding)
    level = whole_level(at.level or "") or ""
    items = tuple(
        replace(coding, document=unit, level=level, start=None, end=None, memo="")
        for unit, mine in of_units.items()
        for coding in mine.values()
    )
    down = rolled_down(replace(codings, items=items, level=level))
    return replace(down, items=(*down, *beside), final=codings.final, every=codings.every)


def _chosen(codings: Codings, at: CodedAt, dimensions: set[str]) -> Codings:
    """Return codings whose final codes say that they are no sample: whole units chose them."""
    final = codings.final
    if final is None:
        return codings
    unit = (at.level or "")[:-1]
    which = (
        f"Each document counts for the codes of its {unit}"
        if at.roll_down
        else f"A passage counts for a code only where its {unit} has it"
    )
    why = f"{which}, so that these are no sample of the corpus."
    parts = {
        name: replace(part, selection=" ".join(filter(None, (part.selection, why))))
        if name in dimensions
        else part
        for name, part in final.parts.items()
    }
    return replace(codings, final=replace(final, parts=parts))
