from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

import textmine as tm
from tests.api.made import fitted, frame
from textmine.errors import BadRowsError, InputError

MESSAGES = pd.DataFrame(
    {
        "message_id": [1, 2, 3, 4],
        "body": ["Where is the bus?", "It comes late.", "Buses are late.", "The rent is high."],
        "reply_to": [None, 1, 1, None],
        "posted": pd.to_datetime(["2024-01-02", "2024-01-03", None, "2024-01-05"]),
        "likes": [3.0, np.nan, 5.5, 1.0],
    }
)


def test_a_frame_becomes_documents():
    corpus = tm.read(MESSAGES)
    found = corpus.to_frame()
    assert corpus.ids == ["1", "2", "3", "4"]
    assert corpus.texts == MESSAGES["body"].tolist()
    assert corpus.column("parent_id") == ["", "1", "1", ""]
    assert corpus.column("thread_id") == ["1", "1", "1", "4"]
    assert found["created_at"][0] == dt.datetime(2024, 1, 2)
    assert corpus.column("meta.likes") == ["3.0", "", "5.5", "1.0"]
    assert corpus.info.columns["text"] == "body"
    assert any("threads follow from the parents" in remark for remark in corpus.remarks)
    found.loc[0, "text"] = "changed"
    assert corpus.texts[0] == "Where is the bus?"


def test_what_was_read_is_read_again_as_it_is():
    corpus = tm.read(MESSAGES)
    again = tm.read(corpus.to_frame())
    assert again.texts == corpus.texts
    assert again.column("parent_id") == corpus.column("parent_id")
    assert again.name == corpus.name != tm.read(MESSAGES[:3]).name


def test_columns_are_named_as_parameters():
    corpus = tm.read(MESSAGES, "mine", id="-", parent_id="-", thread_id="likes")
    assert corpus.name == "mine"
    assert corpus.ids == ["r1", "r2", "r3", "r4"]
    assert corpus.column("thread_id")[0] == "3.0"
    indexed = tm.read(MESSAGES.set_index("message_id"))
    assert indexed.ids == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    "texts", [["yes", "no", "yes"], pd.Series(["yes", "no", "yes"], index=[7, 8, 9])]
)
def test_texts_in_a_row_are_texts_whatever_they_say(texts):
    assert tm.read(texts).texts == ["yes", "no", "yes"]


BAD_FRAMES = [
    (MESSAGES.assign(body=["a b", "", "c d", None]), {}, "row 2, column 'body': the text is empty"),
    (
        MESSAGES.assign(message_id=[1, 1, 3, 4]),
        {"id": "message_id"},
        "id '1' is already that of row 1",
    ),
    (MESSAGES, {"text": "bdoy"}, "has no column 'bdoy' .named for text.. Did you mean 'body'"),
    (MESSAGES.assign(reply_to=[None, 9, 1, None]), {}, "are kept with keep_orphans"),
    (pd.DataFrame([["a", "b"]], columns=["x", "x"]), {}, "two columns called 'x'"),
    (["a", ""], {}, "leave them out with skip_bad_rows"),
    (5, {}, "Got int"),
]


@pytest.mark.parametrize(("documents", "given", "sentence"), BAD_FRAMES)
def test_a_frame_that_cannot_be_read_is_refused_in_words_of_python(documents, given, sentence):
    with pytest.raises(InputError, match=sentence) as caught:
        tm.read(documents, **given)
    assert "--" not in str(caught.value)


def test_bad_rows_are_left_out_only_where_that_is_asked_for():
    bad = MESSAGES.assign(body=["a b", "", "c d", "e f"])
    with pytest.raises(BadRowsError):
        tm.read(bad)
    corpus = tm.read(bad, skip_bad_rows=True, keep_orphans=True)
    assert corpus.ids == ["1", "3", "4"]
    assert "left out: row 2, column 'body': the text is empty" in corpus.remarks


def test_a_parameter_that_is_not_there():
    with pytest.raises(TypeError, match=r"unexpected keyword argument 'txt'\. Did you mean 'text'"):
        tm.read(MESSAGES, txt="body")


def test_estimators_keep_every_row_and_the_columns_they_were_fitted_by():
    documents = frame().rename(columns={"text": "what_they_said", "thread_id": "conversation"})
    made = tm.TextFeatures(["words"], profile="fast").fit(documents, None)
    assert made.columns_["text"] == "what_they_said"
    assert made.transform(documents[5:7]).shape[0] == 2
    half = frame().assign(parent_id=[None, *frame()["id"][:-1]])[10:20]
    assert len(fitted().predict(half)) == 10


CODES = pd.DataFrame(
    {"document": ["1", "2", "3", "4"], "ann": ["x", "y", "y", ""], "bob": ["x", "x", "y", "y"]}
)


@pytest.fixture
def codes() -> tm.Codings:
    return tm.read_codes(CODES, tm.read(MESSAGES))


def test_a_codebook_is_made_of_the_codes_where_none_is_given(codes):
    assert [dimension.id for dimension in codes.codebook.dimensions] == ["code"]
    assert codes.codebook.dimensions[0].code_ids == ["x", "y"]
    assert codes.coders == ["ann", "bob"]
    assert len(codes) == 7
    assert codes[0].document == "1"
    assert list(codes.to_frame()) == [
        "document",
        "coder",
        "origin",
        "dimension",
        "code",
        "codebook",
        "created_at",
    ]


def test_no_code_is_not_the_same_as_not_coded():
    corpus = tm.read(MESSAGES)
    book = tm.read_codes(CODES, corpus).codebook
    several = book.model_copy(
        update={"dimensions": (book.dimensions[0].model_copy(update={"labels": "multi"}),)}
    )
    table = pd.DataFrame({"document": ["1", "2", "3"], "code": ["x; y", "none", ""]})
    found = tm.read_codes(table, corpus, several, coder="ann").codes()
    assert found == {"1": frozenset({"x", "y"}), "2": frozenset()}


def test_what_is_left_out_of_codings_or_breaks_a_rule_is_remarked():
    corpus = tm.read(MESSAGES)
    table = pd.DataFrame(
        [["1", "ann", 1, "x"], ["1", "ann", 2, "y"], ["2", "model:m", 1, "y"]],
        columns=["document", "coder", "coding_round", "code"],
    )
    codes = tm.read_codes(table, corpus)
    assert [(one.document, one.code, one.origin) for one in codes] == [
        ("1", "x", "human"),
        ("2", "y", "machine"),
    ]
    assert "1 codings of later rounds are left out." in codes.remarks
    assert "1 codings by 'model:m' are a machine's." in codes.remarks
    book = codes.codebook.model_validate(
        {**codes.codebook.model_dump(), "rules": [{"reason": "never x", "never": {"code": ["x"]}}]}
    )
    (told,) = (r for r in tm.read_codes(table, corpus, book).remarks if "rule" in r)
    assert told.startswith("A rule is broken: row 1") and "never x" in told


def test_whose_codes(codes):
    assert codes.by("ann").codes() == {"1": {"x"}, "2": {"y"}, "3": {"y"}}
    assert len(codes.by("bob")) == 4
    assert codes.human() == codes._only(codes.items)
    assert len(codes.machine()) == 0
    with pytest.raises(InputError, match="they differ on 1 of 3"):
        codes.by("agreed").codes()
    with pytest.raises(InputError, match="codings of several coders: ann, bob"):
        codes.codes()
    with pytest.raises(InputError, match="no coder 'eve'"):
        codes.by("eve")


def test_final_codes_are_what_was_settled_and_what_coders_agree_on():
    settled = pd.DataFrame(
        [
            ["2", "agreed", "adjudicated", "y"],
            *(
                [d, c, "human", code]
                for d, c, code in [
                    ("1", "ann", "x"),
                    ("1", "bob", "x"),
                    ("2", "ann", "x"),
                    ("2", "bob", "y"),
                ]
            ),
        ],
        columns=["document", "coder", "origin", "code"],
    )
    codes = tm.read_codes(settled, tm.read(MESSAGES))
    final = codes.by("agreed")
    assert final.codes() == {"1": {"x"}, "2": {"y"}}
    assert [(one.document, one.coder) for one in final] == [
        ("2", "agreed"),
        ("1", "ann"),
        ("1", "bob"),
    ]
    assert final.every == codes.items


def test_a_matrix_of_coders(codes):
    matrix = codes.matrix()
    assert matrix.coders == ("ann", "bob")
    assert matrix.codes.tolist() == [[0, 0], [1, 0], [1, 1], [-1, 1]]
    assert codes.matrix(["bob", "ann"]).codes[1].tolist() == [0, 1]


BAD_CODES = [
    (CODES.assign(document=["1", "2", "3", "9"]), None, "row 4"),
    (CODES.assign(ann=""), "no-such-book", "no codebook 'no-such-book'"),
    (pd.DataFrame({"document": ["1"], "code": ["x"]}), None, "does not say who gave the codes"),
]


@pytest.mark.parametrize(("table", "codebook", "sentence"), BAD_CODES)
def test_codes_that_do_not_fit_are_refused(table, codebook, sentence):
    with pytest.raises((InputError, LookupError), match=sentence) as caught:
        tm.read_codes(table, tm.read(MESSAGES), codebook)
    assert "--" not in str(caught.value)


KRIPPENDORFF = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
"""Coders by row; Krippendorff (2011), Computing Krippendorff's alpha-reliability, examples C and D:
.743 nominal, .815 ordinal, .849 interval, .797 ratio."""

NAMES = dict(zip("12345", ["never", "seldom", "at times", "often", "always"], strict=True))


@pytest.mark.parametrize(
    ("scale", "value"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_alpha_of_published_codes_with_missing_cells(scale, value):
    numbers = {
        f"coder {n}": [float(c) if c != "." else np.nan for c in row]
        for n, row in enumerate(KRIPPENDORFF)
    }
    assert round(tm.krippendorff_alpha(pd.DataFrame(numbers), scale).value, 3) == value
    if scale in ("nominal", "ordinal"):
        words = pd.DataFrame([[NAMES.get(c) for c in row] for row in KRIPPENDORFF]).T
        found = tm.krippendorff_alpha(words, scale, list(NAMES.values()))
        assert round(found.value, 3) == value
        assert found.n_codings == 41


def test_alpha_of_words_that_mean_nothing_was_coded():
    cells = [["a", "A "], ["b", "NA"], ["b", ""], ["b", "b"], ["a", "b"]]
    assert (
        tm.krippendorff_alpha(cells).value
        == tm.krippendorff_alpha(
            [["a", "a"], ["b", None], ["b", None], ["b", "b"], ["a", "b"]]
        ).value
    )


@pytest.mark.parametrize(
    ("codes", "given", "sentence"),
    [
        ({"ann": ["a", "b"]}, {}, "one coder only"),
        ({"ann": ["a", "a"], "bob": ["a", "a"]}, {}, "All codes of the data frame are 'a'"),
        (
            {"ann": ["low", "high"], "bob": ["low", "mid"]},
            {"scale": "ordinal"},
            "in categories|Name them",
        ),
        (
            {"ann": ["a", "b"], "bob": ["a", "b"]},
            {"scale": "interval"},
            "needs codes that are numbers",
        ),
    ],
)
def test_alpha_that_cannot_be_had(codes, given, sentence):
    with pytest.raises(ValueError, match=sentence) as caught:
        tm.krippendorff_alpha(pd.DataFrame(codes), **given)
    assert "--" not in str(caught.value)


def test_another_corpus_of_the_same_name_is_not_taken_for_the_one_that_was_learned():
    made = fitted()
    other = frame(seed=5).drop(columns="subject")
    corpus = tm.read(other, made.model_.manifest.details["corpus"])
    labels = pd.DataFrame({"document": other["id"], "code": frame(seed=5)["subject"]})
    codes = tm.read_codes(labels, corpus, made.model_.codebook, dimension="subject", coder="ann")
    with pytest.raises(InputError, match="a name of its own"):
        tm.prevalence(made, corpus, codes, assume="random")
    with pytest.raises(InputError, match="a name of its own"):
        tm.run_benchmark(made, corpus, codes)


def test_systems_that_are_none():
    corpus = tm.read(MESSAGES)
    codes = tm.read_codes(CODES, corpus)
    with pytest.raises(InputError, match="'m' is no system: it is of the type int"):
        tm.run_benchmark({"m": 3}, corpus, codes)
    with pytest.raises(InputError, match="no coder 'eve'"):
        tm.run_benchmark({"m": "eve"}, corpus, codes)


ODD = [
    (lambda codes: tm.agreement(codes, show=["pear"]), "'show' parameter must be one of pairs"),
    (lambda codes: tm.agreement(codes, by="week"), "'by' parameter must be one of thread, unit"),
    (lambda codes: tm.agreement(codes, ["ann"]), "'frame-.*' has codes of 1 human coder"),
    (lambda codes: tm.agreement(codes.items), "Got tuple instead"),
    (lambda codes: tm.krippendorff_alpha(CODES, "big"), "'scale' parameter must be one of nominal"),
    (lambda codes: tm.run_benchmark({"m": "ann"}, MESSAGES, codes, coders_are="x"), "of experts"),
    (lambda codes: tm.run_benchmark({"m": "ann"}, MESSAGES, codes.to_frame()), "Got DataFrame"),
    (lambda codes: tm.prevalence(fitted(), MESSAGES, CODES), "Got DataFrame instead"),
    (lambda codes: tm.prevalence(fitted(), MESSAGES), 'Or say assume="label-shift"'),
    (lambda codes: codes.on("cod"), "has no dimension 'cod'. Did you mean 'code'"),
]


@pytest.mark.parametrize(("call", "sentence"), ODD)
def test_what_cannot_be_asked_is_said_in_words_of_python(codes, call, sentence):
    with pytest.raises(ValueError, match=sentence) as caught:
        call(codes)
    assert "--" not in str(caught.value)


def test_predictions_as_a_series_are_those_of_a_frame():
    corpus = tm.read(MESSAGES)
    codes = tm.read_codes(CODES, corpus)
    said = pd.Series(["x", "y", "y", "y"], index=["1", "2", "3", "4"])
    as_frame = pd.DataFrame({"document": said.index, "code": said.to_numpy()})
    one, other = (tm.run_benchmark({"m": given}, corpus, codes) for given in (said, as_frame))
    assert one.rows == other.rows
    assert one[0].n == 4
