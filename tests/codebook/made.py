"""Codebooks that several tests use, and random ones."""

from __future__ import annotations

from hypothesis import strategies as st

from textmine.codebook import Attribute, Code, Codebook, Dimension, Product, Rule


def codes(*ids: str, **more: object) -> tuple[Code, ...]:
    return tuple(Code(id=identity, name=identity.upper(), **more) for identity in ids)


FULL = Codebook(
    name="full",
    attributes=(Attribute(id="sector", name="Sector", column="meta.sector", values=("x", "y")),),
    dimensions=(
        Dimension(
            id="theme",
            name="Theme",
            labels="multi",
            codes=(*codes("a", "b", "c", "d"), Code(id="a1", name="A1", parent="a")),
        ),
        Dimension(id="tone", name="Tone", codes=codes("p", "n", "z")),
        Dimension(id="goal", name="Goal", codes=codes("G", "H")),
        Dimension(
            id="kind",
            name="Kind",
            labels="multi",
            derived_from="theme",
            derive={"a": "k", "a1": "k", "b": "k", "c": "l", "d": "l"},
            codes=codes("k", "l", "m"),
        ),
    ),
    product=Product(name="both", rows="goal", columns="tone", cells={"Gp": "good", "Hn": "bad"}),
    rules=(
        Rule(reason="a and b are glad", when={"theme": ("a", "b")}, only={"tone": ("p",)}),
        Rule(reason="x has no l", where={"sector": ("x",)}, never={"kind": ("l",)}),
    ),
)

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
IDS = st.text(st.sampled_from("abcdefghijäß -.\"'\\#1=[]{}\n"), min_size=1, max_size=6)


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    """Random valid codebooks: nested, retired, derived, ruled."""
    dimensions = []
    for place in range(draw(st.integers(1, 3))):
        ids = draw(st.lists(IDS, min_size=2, max_size=5, unique_by=str.casefold))
        made = []
        for number, identity in enumerate(ids):
            parent = draw(st.sampled_from(["", *ids[:number]]))
            made.append(
                Code(
                    id=identity,
                    name=draw(TEXT),
                    definition=draw(TEXT),
                    exclude=draw(TEXT),
                    examples=tuple(draw(st.lists(TEXT, max_size=3))),
                    parent=parent,
                    stage=draw(st.sampled_from(["", "open", "axial"])),
                    codable=number < 2 or draw(st.booleans()),
                    retired=number >= 2 and draw(st.booleans()),
                )
            )
        dimensions.append(
            Dimension(
                id=f"d{place}",
                name=draw(TEXT),
                labels=draw(st.sampled_from(["single", "multi"])),
                scale=draw(st.sampled_from(["nominal", "ordinal"])),
                roles=tuple(draw(st.sampled_from([(), ("sender", "recipient")]))),
                codes=tuple(made),
            )
        )
    first = dimensions[0]
    follows = {c.id: draw(st.sampled_from(["f", "g"])) for c in first.codes}
    dimensions.append(
        Dimension(
            id="follows",
            name="",
            labels="multi",
            derived_from="d0",
            derive=follows,
            codes=codes("f", "g"),
        )
    )
    some = st.lists(st.sampled_from([c.id for c in first.codes]), min_size=1, unique=True)
    rules = [
        Rule(
            reason=draw(TEXT) or "-",
            when=draw(st.sampled_from([{}, {"follows": ("f",)}])),
            never={"d0": tuple(draw(some))},
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    return Codebook(
        name="random",
        version=draw(st.integers(1, 9)),
        title=draw(TEXT),
        citation=draw(TEXT),
        dimensions=tuple(dimensions),
        rules=tuple(rules),
    )
