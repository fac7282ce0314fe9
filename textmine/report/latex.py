"""A report as LaTeX: it compiles with pdflatex, xelatex and lualatex; nothing in a text acts."""

from collections.abc import Iterator, Mapping

from textmine.cells.latex import in_latex, in_latex_lines, other_letters
from textmine.present import Figure, Quote, QuotedTopic, Section, Table
from textmine.report.document import Report
from textmine.report.language import language_of
from textmine.report.printed import PrintedTable, PrintFigure, notes_of, printed_table

_HEAD = r"""% Compile twice with pdflatex, or lualatex where texts have letters that are not Latin.
\documentclass[11pt,a4paper]{article}
\usepackage[margin=2.5cm]{geometry}
\usepackage{iftex}
\usepackage{textcomp}
\usepackage{array,booktabs,float,graphicx,longtable,xcolor}
\ifPDFTeX
  \usepackage[utf8]{inputenc}
  \usepackage[T1]{fontenc}
  \usepackage{lmodern}
\else
  \usepackage{fontspec}
\fi
\usepackage[hidelinks]{hyperref}
\setlength{\LTleft}{0pt}
\setlength{\LTright}{\fill}
\setlength{\tabcolsep}{3pt}
\sloppy
\newcolumntype{L}[1]{>{\raggedright\arraybackslash}p{#1}}
\newcolumntype{R}[1]{>{\raggedleft\arraybackslash}p{#1}}
\newcommand{\source}[1]{\par{\small\itshape #1}}
\newcommand{\tablenote}[1]{{\small\noindent #1\par}\medskip}
"""
_OTHER = r"""\ifPDFTeX
{declared}
\else
  \IfFontExistsTF{{Noto Serif}}{{\setmainfont{{Noto Serif}}}}{{%
    \IfFontExistsTF{{DejaVu Serif}}{{\setmainfont{{DejaVu Serif}}}}{{}}}}
\fi"""
_LINES = {9.0: r"\fontsize{9}{11}", 8.0: r"\fontsize{8}{10}", 7.0: r"\fontsize{7}{8.5}"}
_WIDTH = 0.99
"""Share of the width of the text that a table takes at most."""


def latex_page(report: Report, figures: Mapping[str, PrintFigure] | None = None) -> str:
    """Return a report as a LaTeX document: booktabs tables, quotations as such, figures.

    Of `figures` (name -> as it was drawn) figures/NAME.png lies beside the document; others are
    named by their captions alone.
    """
    drawn = figures or {}
    body = [*_front(report)]
    for section in report.sections:
        body += _section(section, drawn)
    if report.appendix:
        title = in_latex(language_of(report.language).say("title.appendix"))
        body += [r"\clearpage", r"\appendix", rf"\section*{{{title}}}"]
    for section in report.appendix:
        body += _section(section, drawn)
    body += [r"\bigskip\noindent{\small " + in_latex(f"{report.made_with}.") + r"\par}"]
    for name, digest in report.inputs.items():
        body += [r"\noindent{\footnotesize " + in_latex(f"{name} {digest}") + r"\par}"]
    other = other_letters(body)
    declared = "\n".join(
        rf"  \DeclareUnicodeCharacter{{{ord(char):04X}}}{{[U+{ord(char):04X}]}}" for char in other
    )
    head = [_HEAD.rstrip(), *([_OTHER.format(declared=declared)] if other else [])]
    return "\n".join([*head, r"\begin{document}", *body, r"\end{document}", ""])


def _front(report: Report) -> Iterator[str]:
    say = language_of(report.language).say
    yield rf"\title{{{in_latex(report.title)}}}"
    authors = in_latex(", ".join(report.authors))
    yield rf"\author{{\parbox{{0.9\linewidth}}{{\centering {authors}}}}}"
    yield rf"\date{{{in_latex(report.date)}}}"
    yield r"\maketitle"
    for line in (report.question, report.subtitle):
        if line:
            yield rf"\begin{{center}}\itshape {in_latex(line)}\end{{center}}"
    if report.synthetic:
        yield rf"\noindent\textbf{{{in_latex(say('word.synthetic'))}}}\par\medskip"


def _section(section: Section, figures: Mapping[str, PrintFigure]) -> Iterator[str]:
    yield from ("", rf"\section{{{in_latex(section.title)}}}")
    for sentence in (*section.sentences, *section.explained):
        yield from (in_latex(sentence), "")
    for light in section.lights:
        yield from (rf"\noindent\textbf{{{in_latex(light.word)}:}} {in_latex(light.text)}", "")
    for figure in section.figures:
        yield from _figure(figure, figures.get(figure.name))
    for table in section.tables:
        yield from _table(table)
    for topic in section.topics:
        yield from _topic(topic)


def _figure(figure: Figure, drawn: PrintFigure | None) -> Iterator[str]:
    caption = in_latex(figure.caption)
    if drawn is None:
        yield from (rf"\noindent\textit{{Figure: {caption}}}\par\medskip", "")
        return
    width = rf"width=\dimexpr\linewidth*{round(1000 * drawn.width_cm / 16)}/1000\relax"
    yield from (r"\begin{figure}[H]", r"\centering")
    yield rf"\includegraphics[{width}]{{figures/{figure.name}.png}}"
    yield from (rf"\caption{{{caption}}}", r"\end{figure}", "")


def _table(table: Table) -> Iterator[str]:
    printed = printed_table(table)
    if printed is None:
        if table.note or table.aside:
            yield from (in_latex(f"{table.title}: {table.note or table.aside}"), "")
        return
    n = len(printed.heads)
    heads = " & ".join(rf"\textbf{{{in_latex(head)}}}" for head in printed.heads)
    yield rf"{{{_LINES[printed.points]}\selectfont"
    yield rf"\begin{{longtable}}{{@{{}}{''.join(_columns(printed))}@{{}}}}"
    if table.title:
        yield rf"\caption{{{in_latex(table.title)}}}\\"
    yield from (r"\toprule", rf"{heads} \\", r"\midrule", r"\endfirsthead")
    yield from (r"\toprule", rf"{heads} \\", r"\midrule", r"\endhead")
    yield from (rf"\midrule \multicolumn{{{n}}}{{r@{{}}}}{{\ldots}} \\", r"\endfoot")
    yield from (r"\bottomrule", r"\endlastfoot")
    for row in printed.rows:
        yield rf"{' & '.join(map(in_latex_lines, row))} \\"
    yield from (r"\end{longtable}}", "")
    if notes_of(table):
        yield from (rf"\tablenote{{{in_latex(notes_of(table))}}}", "")


def _columns(printed: PrintedTable) -> Iterator[str]:
    """Return what kind a column is and how wide, without the room between columns."""
    for right, share in zip(printed.right, printed.shares, strict=True):
        width = rf"\dimexpr\linewidth*{int(1000 * share * _WIDTH)}/1000-2\tabcolsep\relax"
        yield f"{'R' if right else 'L'}{{{width}}}"


def _topic(topic: QuotedTopic) -> Iterator[str]:
    yield from (rf"\subsection*{{{in_latex(topic.heading)}}}", "")
    for line in topic.words:
        yield from (rf"{{\small {in_latex(line)}\par}}", "")
    for quote in topic.quotations:
        yield from _quote(quote)


def _quote(quote: Quote) -> Iterator[str]:
    """Yield a quotation in its environment: its marked words, or all in a context, are bold."""
    yield r"\begin{quotation}\noindent"
    for text, source in quote.above:
        yield from (rf"{{\small {in_latex_lines(text)} ({in_latex(source)})\par}}", r"\noindent")
    framed = bool(quote.before or quote.after)
    own = "".join(
        rf"\textbf{{{_side(text)}}}" if lit else _side(text)
        for text, lit in (quote.parts if quote.marks else [(quote.text, framed)])
    )
    yield f"{_side(quote.before)}{own}{_side(quote.after)}"
    for text, source in quote.below:
        yield rf"\par\noindent{{\small {in_latex_lines(text)} ({in_latex(source)})\par}}"
    for line in (quote.source, *quote.notes):
        yield rf"\source{{{in_latex(line)}}}"
    yield from (r"\end{quotation}", "")


def _side(text: str) -> str:
    """Return a part of a line, with the blanks at its ends."""
    before, after = " " * text.startswith(" "), " " * text.endswith(" ")
    return f"{before}{in_latex_lines(text)}{after}" if text.strip() else before
