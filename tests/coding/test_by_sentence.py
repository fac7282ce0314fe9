"""Sentences with the codes of the spans on them are a corpus that everything else takes."""

from __future__ import annotations

from tests.helpers import write_csv
from textmine.coding import CodingRequest, import_codings, open_codings
from textmine.coding.by_sentence import make_sentence_corpus
from textmine.corpus import import_corpus, load_corpus, read_documents

TEXT = "Buses are late. The park is loud at night.\nTrees!"


def test_sentences_have_the_codes_that_cover_them(workspace, tmp_path):
    rows = [["1", "t1", TEXT], ["2", "t1", "Not coded. At all."]]
    write_csv(tmp_path / "c.csv", ["id", "thread", "text"], rows)
    import_corpus(workspace, "c", read_documents(tmp_path / "c.csv"))
    late, park = TEXT.index("late"), TEXT.index("park")
    spans = [
        ["1", "ana", "time", str(late), str(park)],
        ["1", "ana", "noise", str(park), str(park + 12)],
        ["1", "ben", "noise", str(park), str(park + 4)],
    ]
    table = write_csv(tmp_path / "k.csv", ["document", "coder", "code", "start", "end"], spans)
    import_codings(
        workspace, CodingRequest(table, "c", "book", create_codebook=True, spans="start,end")
    )
    for _ in range(2):
        made = make_sentence_corpus(workspace, "c", "s")
    assert (made.n_documents, made.n_sentences, made.n_codes, made.n_none) == (1, 3, 4, 3)
    corpus = load_corpus(workspace, "s")
    assert corpus.texts == ["Buses are late.", "The park is loud at night.", "Trees!"]
    assert corpus.column("thread_id") == ["t1"] * 3
    assert [
        TEXT[int(a) : int(b)]
        for a, b in zip(corpus.column("meta.start"), corpus.column("meta.end"), strict=True)
    ] == corpus.texts
    said = sorted(
        (one.document, one.coder, one.code or "") for one in open_codings(workspace).current("s")
    )
    assert said == [
        ("1.1", "ana", "time"),
        ("1.1", "ben", ""),
        ("1.2", "ana", "noise"),
        ("1.2", "ana", "time"),
        ("1.2", "ben", "noise"),
        ("1.3", "ana", ""),
        ("1.3", "ben", ""),
    ]
