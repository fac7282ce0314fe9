"""Reports: make one, read it, take it away in every form that it was written in."""

import io
import mimetypes
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from textmine.choices import ReportForm, Role
from textmine.corpus.corpus import CORPUS_TOML, every_info
from textmine.errors import NotFoundError, TextmineError
from textmine.report.document import FILES, USUAL, forms_of
from textmine.store import Manifest, read_manifest
from textmine.store.manifest import MANIFEST, listed_file
from textmine.web.pages.jobs import corpus_of
from textmine.web.serving.handlers import LEAD, Answer, Asked, File, Go, Page, Route

NOT_CODERS: frozenset[Role] = frozenset({"lead", "reader"})
"""A report tells what all coders say: who codes does not read it here."""

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox"
)
"""What a report may do when it is shown: it has its styles within it, and no script runs."""

_WORDS: dict[ReportForm, str] = {
    "html": "web page",
    "docx": "Word document",
    "latex": "LaTeX",
    "md": "Markdown",
    "xlsx": "tables as a workbook",
    "csv": "tables as CSV",
}
_FIGURES = "figures"


@dataclass(frozen=True)
class Written:
    """A report: the forms it is written in, or what is wrong with its folder."""

    name: str
    forms: Sequence[tuple[str, str]] = ()
    sections: Sequence[str] = ()
    synthetic: bool = False
    wrong: str = ""

    @property
    def is_page(self) -> bool:
        """Whether it can be read in a browser."""
        return any(form == "html" for form, _ in self.forms)


def reports(asked: Asked) -> Answer:
    """List the reports, and offer to make one."""
    infos, _ = every_info(asked.workspace)
    written = [_written(asked, name) for name in asked.workspace.names("reports", MANIFEST)]
    return Page(
        "reports.html",
        {
            "reports": written,
            "corpora": infos,
            "chosen": asked.query.get("corpus", ""),
            "second": asked.query.get("second", ""),
            "forms": [(form, words, form in USUAL) for form, words in _WORDS.items()],
            "jobs": [
                job for job in asked.site.jobs.all() if job.words[0] == "report" and job.is_open
            ]
            if asked.leads
            else [],
        },
    )


def make(asked: Asked) -> Answer:
    """Let the command 'report' run as a job."""
    corpora = [corpus_of(asked)]
    second = asked.form.get("second", "")
    if second and second not in corpora:
        asked.workspace.existing("corpora", second, CORPUS_TOML)
        corpora.append(second)
    name = asked.form.get("name", "").strip() or "-and-".join(corpora)
    asked.workspace.folder("reports", name)
    chosen = [form for form in FILES if f"to-{form}" in asked.form]
    to = forms_of(",".join(chosen) if chosen else None)
    words = ["report", *corpora, "--name", name, "--to", ",".join(to)]
    if "quotations" not in asked.form:
        words.append("--no-quotations")
    if "aliases" in asked.form:
        words += ["--people", "aliases"]
    asked.site.jobs.start(words, asked.session.account or asked.session.coder, "/reports")
    return Go("/reports")


def show(asked: Asked) -> Answer:
    """Show the page of a report as it was written; nothing in it can act."""
    folder, manifest = _named(asked)
    path = listed_file(folder, manifest, FILES["html"])
    return File(path.read_bytes(), f"{manifest.name}.html", "text/html", True, POLICY)


def download(asked: Asked) -> Answer:
    """Return a report in one of its forms; several files come as one."""
    folder, manifest = _named(asked)
    form = asked.needed("form")
    files = dict(_files(manifest)).get(form, ())
    if not files:
        raise NotFoundError(f"Report '{manifest.name}' was not written as '{form[:20]}'.")
    if form in ("csv", _FIGURES):
        content = _packed([listed_file(folder, manifest, file) for file in files], folder)
        return File(content, f"{manifest.name}-{form}.zip", "application/zip")
    path = listed_file(folder, manifest, files[0])
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return File(path.read_bytes(), f"{manifest.name}{path.suffix}", kind)


def _named(asked: Asked) -> tuple[Path, Manifest]:
    folder = asked.workspace.existing("reports", asked.needed("name"), MANIFEST)
    return folder, read_manifest(folder, "report")


def _files(manifest: Manifest) -> list[tuple[str, tuple[str, ...]]]:
    """Return the files that the manifest lists, by the form they are of."""
    files: list[tuple[str, tuple[str, ...]]] = []
    for form, file in FILES.items():
        mine = tuple(
            name for name in sorted(manifest.files) if name == file or name.startswith(f"{file}/")
        )
        if mine:
            files.append((form, mine))
    drawn = tuple(name for name in sorted(manifest.files) if name.startswith(f"{_FIGURES}/"))
    return [*files, (_FIGURES, drawn)] if drawn else files


def _written(asked: Asked, name: str) -> Written:
    try:
        manifest = read_manifest(asked.workspace.folder("reports", name), "report")
    except TextmineError as error:
        return Written(name, wrong=f"{error}")
    words: dict[str, str] = {_FIGURES: "figures"}
    words.update(_WORDS.items())
    forms = [(form, words[form]) for form, _ in _files(manifest)]
    sections = [str(section) for section in manifest.details.get("sections", ())]
    return Written(name, forms, sections, manifest.synthetic)


def _packed(paths: Sequence[Path], folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in paths:
            packed.write(path, PurePosixPath(path.relative_to(folder).as_posix()))
    return buffer.getvalue()


ROUTES = (
    Route("/reports", "GET", NOT_CODERS, reports, menu="Reports"),
    Route("/reports", "POST", LEAD, make),
    Route("/reports/show", "GET", NOT_CODERS, show),
    Route("/reports/file", "GET", NOT_CODERS, download),
)
