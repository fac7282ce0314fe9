"""What is to be coded: draws of documents with their strata and coders, and how many are enough."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from textmine.coding import Draw
from textmine.coding.sampling.design import strata_of
from textmine.corpus.hierarchy import said_of_questions
from textmine.present import Column, Section, Table, table_of, told
from textmine.stats.agreement.planning import AgreementPlan

_FEW_SHARED = 50
"""Below this many documents coded by everybody agreement is known too roughly to build on
(Neuendorf 2017, The Content Analysis Guidebook, chapter 6)."""


def draws_section(corpus: str, draws: Sequence[Draw]) -> Section:
    """Return a row a draw: when, how, how many documents, and who codes them."""
    columns = [
        Column("draw", lambda draw: draw.name),
        Column("when", lambda draw: draw.created_at),
        Column("purpose", lambda draw: str(draw.design.get("purpose", ""))),
        Column("round", lambda draw: draw.round),
        Column("method", _method),
        Column("N", lambda draw: len(draw.frame)),
        Column("n", lambda draw: len(draw.drawn)),
        Column("at random", lambda draw: len(draw.sampled)),
        Column("coders", _dealt),
        Column("seed", lambda draw: draw.design.get("seed", "")),
    ]
    table = table_of("draws", f"Draws of '{corpus}', oldest first", columns, draws)
    none = f"No documents of '{corpus}' were drawn yet: see 'textmine coding sample --help'."
    return Section("draws", "Draws", [] if draws else [none], [table], records=table)


def draw_section(draw: Draw, models: Sequence[str]) -> Section:
    """Return a row a stratum, and sentences on what was drawn for whom.

    `models` are those that chose in the draws of the corpus and are still there, in order.
    """
    rows: list[dict[str, Any]] = [
        {
            "stratum": stratum.name,
            "N": stratum.size,
            "drawn before": stratum.size - stratum.available,
            "n": stratum.n,
            "probability": stratum.probability if stratum.available else None,
        }
        for stratum in strata_of(draw)
    ]
    if draw.chosen:
        chosen = {"drawn before": None, "n": len(draw.chosen), "probability": None}
        rows.append({"stratum": f"chosen by {draw.design.get('active')}", "N": None, **chosen})
    title = (
        f"{draw.name} of '{draw.corpus}': {len(draw.drawn)} of {len(draw.frame)} documents, "
        f"{_method(draw)}, seed {draw.design.get('seed')}"
    )
    # not a table of columns: six decimals say little of a small probability
    table = Table("draw", title, rows, shown=told(rows))
    questions = draw.design.get("questions")
    asked = [said_of_questions(questions)] if isinstance(questions, int) else []
    sentences = [*asked, *_on_choice(draw, models), *_on_coders(draw)]
    return Section("draw", "What is to be coded", sentences, [table], records=table)


def _method(draw: Draw) -> str:
    by, where = draw.design.get("by"), draw.design.get("where")
    method = str(draw.design.get("method", ""))
    if isinstance(by, list) and by:
        method += f" by {' x '.join(by)} ({draw.design.get('allocation')})"
    if draw.design.get("active"):
        method += f", and {len(draw.chosen)} chosen by {draw.design['active']}"
    if draw.blind:
        method += f", {len(draw.blind)} by lot without a suggestion"
    return f"{method}, where {' and '.join(where)}" if isinstance(where, list) and where else method


def _dealt(draw: Draw) -> str:
    return ", ".join(f"{coder} {len(draw.documents_of(coder))}" for coder in draw.coders)


def _on_choice(draw: Draw, models: Sequence[str]) -> Iterator[str]:
    design = draw.design
    before = len(draw.sampled) + len(draw.chosen) - len(draw.drawn)
    if before:
        yield (
            f"{before} of the random documents need no coder: a model chose them before, and they "
            "were given out then."
        )
    if design.get("active") is None:
        return
    yield (
        f"{len(draw.sampled)} documents are random, {len(draw.chosen)} chosen by "
        f"'{design['active']}': only the random ones stand for others in an estimate."
    )
    if design.get("set_aside"):
        yield f"{design['set_aside']} doubtful documents were set aside: they repeat others."
    if len(draw.drawn) < int(str(design["asked"])):
        yield (
            f"Note: {design['asked']} documents were asked for; what is left is coded or repeats "
            "what was given out."
        )
    if len(models) > 1:
        yield (
            "Whether more coding still changes what the models say: textmine coding stop "
            f"{' '.join(models)} --corpus {draw.corpus}"
        )
    else:
        yield (
            "Train the next model under a new name: 'textmine coding stop' compares models that "
            "follow each other."
        )


def _on_coders(draw: Draw) -> Iterator[str]:
    design = draw.design
    if design.get("purpose") == "again":
        yield f"{draw.coders[0]} codes them again, in round {draw.round}, without her old codes."
    elif draw.coders:
        n_shared = sum(len(candidate.coders) == len(draw.coders) for candidate in draw.drawn)
        together = f"; {n_shared} of {len(draw.drawn)} go to every coder" * (len(draw.coders) > 1)
        yield f"Documents a coder: {_dealt(draw)}{together}."
        if len(draw.coders) > 1 and n_shared < min(_FEW_SHARED, len(draw.drawn)):
            yield (
                f"Note: agreement on {n_shared} documents is known only roughly; see "
                "'textmine coding plan'."
            )
    unknown = int(str(design.get("coded_and_never_drawn", 0)))
    if unknown and design.get("include_coded"):
        yield f"{unknown:,} documents of the frame carry codes and were never drawn before."
    elif unknown:
        yield (
            f"{unknown:,} documents are left out: they are coded and were never drawn, so that "
            "their chance is unknown. --include-coded draws among them too."
        )


_PLACES = 4


def plan_section(plans: Mapping[str, AgreementPlan]) -> Section:
    """Return the widths to expect on each dimension, and a sentence a plan."""
    points = [(name, plan, point) for name, plan in plans.items() for point in plan.curve]
    columns = [
        Column("dimension", lambda row: row[0]),
        Column("messages", lambda row: row[2].n),
        Column("width of the interval", lambda row: round(row[2].width, _PLACES)),
        Column("from sample to sample (SD)", lambda row: round(row[2].spread, _PLACES)),
        Column("enough", lambda row: "yes" if row[2].width <= row[1].wanted else ""),
    ]
    title = "How wide the 95 % interval of alpha is, by messages that all coders code"
    table = table_of("plan", title, columns, points)
    sentences = [_sentence(name, plan) for name, plan in plans.items()]
    return Section("plan", "How much to code", sentences, [table], records=table)


def _sentence(name: str, plan: AgreementPlan) -> str:
    if plan.n == 0:
        return f"{name}: {plan.reason}"
    pilot = (
        f"; the {plan.pilot_n:,} of the pilot give {plan.pilot_width:.3f}" if plan.pilot_n else ""
    )
    threads = f" in about {plan.n_clusters:,} threads" if plan.n_clusters else ""
    warning = f" {plan.reason}" if plan.reason else ""
    return (
        f"{name}: {plan.n:,} messages{threads}, coded by all coders, give an interval of alpha "
        f"that is {plan.width:.3f} wide in half of such samples (wanted: {plan.wanted:g}) if "
        f"alpha is about {plan.alpha:.3f}{pilot}.{warning}"
    )
