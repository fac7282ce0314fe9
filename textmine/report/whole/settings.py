"""What a report is to have: the file report.toml, with its defaults."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from textmine.choices import AuthorsShown, ReportPart
from textmine.config.toml_text import read_toml
from textmine.errors import InputError, did_you_mean
from textmine.store import replacing_file

FILE = "report.toml"
"""The file of a workspace that says what its reports have."""

PARTS: tuple[ReportPart, ...] = get_args(ReportPart)
"""The chapters behind the findings, in their usual order."""

EXAMPLE = """\
# What 'textmine report' writes. Every line may be left out; a line that begins with # is one.

# title = "What people want of the new bridge"
# subtitle = "Consultation of the city region, 2013"
# authors = ["Ada Example", "Bo Sample"]
# date = 2026-03-03              # told in the language of the report; or "March 2026", as it is
# question = "What do people speak of, and what do they want to bring about?"
# selection = "All messages to the consultation page in 2013."   # how the texts were chosen
# language = "en"                # of headings and fixed sentences: en or de

# The chapters behind the findings, in this order; what there is nothing for is left out.
# parts = ["both", "codes", "themes", "groups", "machine", "methods", "limits", "appendix"]

# groups = ["group"]             # columns whose values are compared, such as group or round
# coder = "ann"                  # whose codes; default: the final ones
# codebooks = ["my-codes"]       # default: every codebook that people used
# models = ["forum-model"]       # default: all that were made from the corpora, or coded them
# people = "names"               # authors as the corpus calls them; "aliases": author 1, author 2

# [quotations]
# show = true                    # false: the report quotes nobody
# number = 2                     # of each code and theme in its chapter
# risk = true                    # judge who could be told by each; false: do not
# words = 60                     # of each; 0 shows them whole

# Quotations of your choice, word for word as they stand in the corpus. Without 'of' they stand
# on the first page; with it they are the first of that code or theme.
# [[quotations.chosen]]
# document = "30"
# words = "We could put our notes together."
# of = "A"                       # a code as [DIMENSION=]CODE, or the name of a theme
# corpus = "forum"               # needed where the report has several
"""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ChosenQuotation(_Part):
    """A quotation that somebody chose: the words, or where they begin and end in the text."""

    document: str = Field(title="id of the document", min_length=1)
    words: str = Field("", title="what it says, word for word")
    start: int | None = Field(None, title="where it begins, in code points", ge=0)
    end: int | None = Field(None, title="where it ends, exclusive", ge=1)
    of: str = Field("", title="the code or the theme that it is of")
    corpus: str = Field("", title="the corpus; empty: the only one")

    @model_validator(mode="after")
    def _said(self) -> ChosenQuotation:
        both = self.start is not None and self.end is not None
        if bool(self.words) == both or (self.start is None) != (self.end is None):
            raise ValueError("give its 'words', or its 'start' and 'end'")
        return self


class QuotationSettings(_Part):
    """Which quotations a report has."""

    show: bool = Field(True, title="whether anybody is quoted")
    number: int = Field(2, title="quotations of each code and theme", ge=0, le=20)
    risk: bool = Field(True, title="whether each is judged for who could be told by it")
    words: int = Field(60, title="words of each; 0: all", ge=0)
    chosen: tuple[ChosenQuotation, ...] = Field((), title="quotations of your choice")


class ReportSettings(_Part):
    """Everything that report.toml can say."""

    title: str = Field("", title="title of the report")
    subtitle: str = Field("", title="line below the title")
    authors: tuple[str, ...] = Field((), title="who wrote it")
    date: str = Field("", title="its date, as it is to be read")
    question: str = Field("", title="the question that it answers")
    selection: str = Field("", title="how the texts were chosen, a sentence for the methods")
    language: str = Field("en", title="language of its fixed sentences")
    parts: tuple[ReportPart, ...] = Field(PARTS, title="chapters, in this order")
    groups: tuple[str, ...] | None = Field(None, title="columns whose values are compared")
    coder: str | None = Field(None, title="whose codes")
    codebooks: tuple[str, ...] = Field((), title="codebooks; empty: every one used")
    models: tuple[str, ...] | None = Field(None, title="models and topic models")
    people: AuthorsShown = Field("names", title="what authors are called")
    quotations: QuotationSettings = QuotationSettings()

    @field_validator("date", mode="before")
    @classmethod
    def _day(cls, given: Any) -> Any:
        """Take a date of TOML, which stands without quotation marks, as its text."""
        return given.isoformat() if type(given) is date else given


def begin_report_settings(folder: Path) -> None:
    """Write report.toml with every line a comment into a workspace, unless it has one."""
    path = folder / FILE
    if not path.exists():
        with replacing_file(path) as draft:
            draft.write_text(EXAMPLE, encoding="utf-8", newline="\n")


def read_report_settings(path: Path) -> ReportSettings:
    """Read a file such as report.toml.

    Raises InputError, with the key and the nearest that there is, for what it cannot say.
    """
    loaded, _ = read_toml(path, "Correct that line, or begin with 'textmine report --example'.")
    try:
        return ReportSettings.model_validate(loaded)
    except ValidationError as error:
        raise _unusable(error, path) from error


def _unusable(error: ValidationError, path: Path) -> InputError:
    first = error.errors()[0]
    key = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        near = did_you_mean(str(first["loc"][-1]), _keys_at(first["loc"][:-1]))
        return InputError(f"{path} says '{key}', which no report has.", hint=near)
    message = str(first["msg"]).removeprefix("Value error, ")
    value = first.get("input")
    hint = f"Got {value!r}." if not isinstance(value, dict) else "Correct it, or leave it out."
    return InputError(f"{path}: '{key}' cannot be used: {message}.", hint=hint)


def _keys_at(location: tuple[int | str, ...]) -> list[str]:
    """Return the keys that may stand in a table of the file."""
    model: Any = ReportSettings
    for part in location:
        if part == "quotations":
            model = QuotationSettings
        elif part == "chosen":
            model = ChosenQuotation
    return list(model.model_fields)
