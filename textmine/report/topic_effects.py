"""Effects of covariates on themes: the table, and what stands out."""

from collections.abc import Mapping

from textmine.present import Column, Section, Value, table_of
from textmine.report.wording import left_out
from textmine.topics.groups.effects import FEW_DEGREES, Effect, JointTest, TopicEffects

_SIGNIFICANT = 0.05
_STRICT_DEGREES = 10


def effects_section(model: str, found: TopicEffects, labels: Mapping[str, str]) -> Section:
    """Return the section on effects; `labels` by the id of the topic.

    In files they are in shares (0 to 1), for people in points of a hundred.
    """
    joint = {(joint_test.topic, joint_test.covariate): joint_test for joint_test in found.joint}

    def together(effect: Effect) -> JointTest | None:
        return joint.get((effect.topic, effect.term.covariate))

    columns = [
        Column("topic", lambda row: row.topic),
        Column("label", lambda row: labels[row.topic]),
        Column("covariate", lambda row: row.term.covariate, people=False),
        Column("value", lambda row: row.term.level, people=False),
        Column("against", lambda row: row.term.reference, people=False),
        Column("effect of", _named, files=False),
        Column("effect", _points, "points [95 %]", stem=""),
        Column("p", lambda row: row.p),
        Column("p (Holm)", lambda row: row.adjusted),
        Column(
            "p of covariate (Holm)",
            lambda row: tested.adjusted if (tested := together(row)) else None,
            people=False,
        ),
        Column("df", lambda row: row.df, people=False),
        Column("n", lambda row: row.n, people=False),
        Column("remark", lambda row: _remark(row, together(row), found.clusters), people=False),
    ]
    title = f"{model}: effects on the share of themes, in points of a hundred"
    table = table_of(f"effects_{model}", title, columns, found.effects, kind="effects")
    return Section(
        f"effects-{model}",
        f"What the themes go with: {model}",
        _reading(found, labels),
        [table],
        records=table,
    )


def _reading(fit: TopicEffects, labels: Mapping[str, str]) -> list[str]:
    sure = (
        f"no interval is narrower than the placing of documents alone makes it (redrawn "
        f"{fit.n_draws} times, their words drawn again); the topics themselves are held fixed"
        if fit.n_draws
        else "topics and the placing of documents are held fixed"
    )
    tested = [effect for effect in fit.effects if effect.known]
    strict = len(tested) > 1 and any(effect.df < _STRICT_DEGREES for effect in tested)
    apart = [effect for effect in tested if effect.adjusted <= _SIGNIFICANT]
    sentences = [
        f"Least squares on the shares of {fit.n} documents in {fit.n_clusters} "
        f"{fit.clusters}s, errors robust against these (CR2); {sure}. Effects are associations, "
        "the other covariates held equal, and no causes.",
        f"{len(apart)} of {len(tested)} effects stand out (p <= .05 by Holm over all of them"
        + (f", which is strict with so few {fit.clusters}s)." if strict else ").")
        + ("" if apart else " That is no proof that there are none."),
    ]
    sentences += [
        f"{effect.topic} {labels[effect.topic]}: {_named(effect)} {_points(effect)} points, p "
        f"{effect.adjusted:.3f}."
        for effect in sorted(apart, key=lambda effect: effect.adjusted)
    ]
    sentences += _weak(fit)
    without = [(n, f"without a value of {covariate}") for covariate, n in fit.without]
    return sentences + left_out([*without, (fit.n_unplaced, "in no topic")])


def _weak(fit: TopicEffects) -> list[str]:
    """Return the sentences on effects and tests for which there are too few clusters."""
    alone = {_named(effect): None for effect in fit.effects if not effect.known}
    few = {
        _named(effect): effect.df
        for effect in fit.effects
        if effect.known and effect.df < FEW_DEGREES
    }
    joint = {test.covariate: test.df for test in fit.joint if test.df < FEW_DEGREES}
    sentences = [f"No interval: {name} {_alone(fit.clusters)}." for name in alone]
    if few:
        listed = ", ".join(f"{name} ({df:.1f})" for name, df in few.items())
        sentences.append(
            f"So few {fit.clusters}s stand behind an effect, or so few have most of the "
            f"documents, that it has less than {FEW_DEGREES} degrees of freedom: {listed}. Its "
            "interval is very wide, and only a very large effect would stand out."
        )
    lopsided: dict[str, list[str]] = {}
    for effect in fit.effects:
        if effect.lopsided:
            lopsided.setdefault(_named(effect), []).append(effect.topic)
    if lopsided:
        listed = ", ".join(f"{name} ({', '.join(topics)})" for name, topics in lopsided.items())
        sentences.append(
            f"Few {fit.clusters}s, or one with most of the documents, carry one side of a theme "
            f"that few {fit.clusters}s speak of: {listed}. Such an interval is "
            "rough: it holds the truth in 90 to 99 % of cases where 95 % are meant."
        )
    if joint:
        listed = ", ".join(f"{name} ({max(df, 0):.1f})" for name, df in joint.items())
        sentences.append(
            f"The test of all values of a covariate together has less than {FEW_DEGREES} degrees "
            f"of freedom, for there are too few {fit.clusters}s to a value: {listed}. It finds "
            "only very large effects."
        )
    return sentences


def _remark(effect: Effect, together: JointTest | None, clusters: str) -> str:
    """Return what a row of a file says where there are too few clusters."""
    remarks = []
    if not effect.known:
        remarks.append(_alone(clusters))
    elif effect.df < FEW_DEGREES:
        remarks.append(f"so few {clusters}s behind it that the interval is very wide")
    if effect.lopsided:
        remarks.append(
            f"few {clusters}s carry one side of a theme that few speak of: a rough interval"
        )
    if together and together.df < FEW_DEGREES:
        remarks.append(f"too few {clusters}s for a test of all values together")
    return "; ".join(remarks)


def _alone(clusters: str) -> str:
    return f"hangs on one {clusters} alone: nothing tells how it would vary"


def _named(effect: Effect) -> str:
    against = f" against {effect.term.reference}" if effect.term.reference else ""
    return f"{effect.term.covariate}: {effect.term.level}{against}"


def _points(effect: Effect) -> Value:
    return Value(effect.value, effect.low, effect.high, signed=True, factor=100, places=1)
