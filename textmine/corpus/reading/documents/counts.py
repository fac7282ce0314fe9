"""What readers of documents count while they read, in words."""

from collections.abc import Iterable, Mapping

PHRASES = {
    "running_lines_left_out": "running headers, footers and page numbers were left out "
    "(--keep-running-lines keeps them)",
    "running_lines_kept": "running headers, footers and page numbers were kept",
    "hyphens_joined": "words that were hyphenated at line ends were joined",
    "pages_reordered": "pages whose lines ran across columns were put into reading order",
    "pages_without_text": "pages have no text: they are pictures or blank",
    "pictures_with_few_words": "pages are pictures with a few words, as scans with a stamp are: "
    "have their text recognised first (OCR)",
    "sideways_left_out": "characters that stand sideways on their page were left out",
    "insertions_kept": "tracked insertions were kept as text",
    "deletions_left_out": "tracked deletions were left out",
    "comments": "comments are kept beside the text, in meta.comments",
    "notes": "footnotes and endnotes stand at the end of their document, with their marks",
    "headers_left_out": "page headers and footers of word processor files were left out",
    "odd_characters_left_out": "characters that stand for nothing were left out",
}
"""Key in the facts of a corpus -> what a person reads behind the number."""


def total(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Add up the counts of several documents, in the order of PHRASES, without zeros."""
    every = list(counts)
    sums = {key: sum(count.get(key, 0) for count in every) for key in PHRASES}
    return {key: number for key, number in sums.items() if number}


def remarks(totals: Mapping[str, int]) -> list[str]:
    """Say each count in words."""
    return [f"{number:,} {PHRASES[key]}" for key, number in totals.items()]
