"""What is chosen by a word, each list written once: for functions, settings and commands alike."""

from typing import Literal, get_args

Format = Literal["table", "json", "csv"]
"""How a result is printed."""
Labels = Literal["single", "multi"]
"""How many codes a document has on a dimension."""
By = Literal["unit", "thread"]
"""What intervals take as independent."""
Scale = Literal["nominal", "ordinal", "interval", "ratio"]
"""Scale of codes."""
Weights = Literal["linear", "quadratic", "ordinal"]
"""How near two ordered codes are."""
Repeats = Literal["refuse", "first", "last"]
"""What counts where a coder coded a unit twice in a table."""
AgreementDetail = Literal[
    "pairs", "coders", "time", "rounds", "confusions", "words", "spans", "overlap"
]
"""What is measured beside the agreement of all coders."""
Stage = Literal["open", "axial", "selective"]
"""Stage of a code in grounded theory."""
Allocation = Literal["proportional", "equal"]
"""How a sample is dealt to strata."""
SheetFormat = Literal["xlsx", "csv"]
"""Kind of a coding sheet's file."""
Profile = Literal["full", "fast"]
"""How texts are read."""
Split = Literal["none", "sections", "paragraphs"]
"""Where documents are cut."""
DateOrder = Literal["dmy", "mdy"]
"""Order of day and month in dates."""
ModelMetric = Literal["macro_f1", "kappa", "weighted_kappa"]
"""Score that a limit is set for, or that settles a model."""
LearningMetric = Literal["by_scale", "macro_f1", "kappa", "weighted_kappa"]
"""Score that chooses a model; by_scale: weighted kappa where codes have an order, else macro-F1."""
ComparisonMetric = Literal["kappa", "accuracy", "macro_f1", "weighted_kappa"]
"""Score by which systems are compared."""
GateOn = Literal["value", "lower"]
"""What a limit is for: a score, or the lower limit of its interval."""
GatedFigure = Literal["gap", "kappa", "macro_f1", "weighted_kappa"]
"""Figure of a benchmark that a limit can be set for."""
CodersAre = Literal["experts", "skilled", "crowd"]
"""Who the coders of a benchmark are."""
PrevalenceMethod = Literal["ppi", "hand", "dsl", "acc", "pacc", "all"]
"""How shares of codes are estimated."""
Assumption = Literal["random", "label-shift"]
"""What is taken for granted of the documents with codes."""
Cluster = Literal["thread", "author", "document"]
"""What documents are taken as one, as they are alike."""
OddOneOut = Literal["words", "topics"]
"""What is out of place in a test of topics."""
WordForm = Literal["lemma", "word"]
"""What is counted as a word."""
KeyWordOrder = Literal["z", "g2", "log_ratio"]
"""Score by which key words are sorted."""
ConcordanceOrder = Literal["text", "left", "right", "node"]
"""What places of a word are sorted by."""
EngineName = Literal[
    "smoothed", "nmf", "lda", "hdp", "gibbs-lda", "dmr", "stm", "keyatm", "btm", "clusters"
]
"""How topics may be found; the registry in topics has an engine for each."""
MemoType = Literal["note", "theory", "method", "open-question", "summary"]
"""What a memo is: a theoretical or methodological thought, a question that is still to be answered,
a summary, or any other note."""
Level = Literal["passages", "documents", "interviews", "threads", "authors", "cases"]
"""What may be counted. An interview is a thread: the one word is for transcripts, the other for
forums."""
QuotationOrder = Literal["all", "typical", "deviant", "dissenting"]
"""all: as they are read; typical, deviant: most and least like the other passages of the code;
dissenting: first those that coders coded differently."""
RiskLevel = Literal["low", "some", "high"]
"""How far a quotation tells who speaks."""
Period = Literal["year", "quarter", "month", "week", "day"]
"""By what dates are counted or compared."""
Together = Literal["text", "unit"]
"""Where two codes stand together: in one text, or anywhere in the unit that is counted."""
Whole = Literal["interviews", "cases", "authors"]
"""What can be coded as a whole, beside documents. A thread of a forum is its interview."""
Coded = Literal["documents", "threads", "interviews", "cases", "authors"]
"""What a code is given to: a document, or one of the others as a whole."""
ExportShape = Literal["long", "documents", "interviews", "cases", "authors"]
"""long: a row a coding; others: a row a unit, a column a code."""
ExportCells = Literal["01", "counts", "ids"]
"""What stands in the cell of a unit and a code: 0 or 1, how many passages, or which."""
RollUpRule = Literal["any", "majority", "highest"]
"""What passages say of an interview, case or author: a code that any has, that more than half
have, or the highest of an ordered dimension."""
ReportForm = Literal["html", "docx", "latex", "md", "xlsx", "csv"]
"""What a report is written as: a page, a Word document, LaTeX, Markdown; its tables as a workbook
and as CSV."""
AuthorsShown = Literal["names", "aliases"]
"""What a report calls authors: as the corpus does, or author 1, author 2 and so on."""
ReportPart = Literal[
    "both", "codes", "themes", "groups", "machine", "methods", "limits", "appendix"
]
"""A chapter of a report behind its findings."""
OtherProgram = Literal["r"]
"""A program that a table is made for."""
BomCount = Literal["uncounted", "counted"]
"""Whether positions in a text count its byte order mark."""
LineBreakCount = Literal["one", "two"]
"""What a line break of two characters (CRLF) counts in positions of a text."""
PositionUnit = Literal["characters", "utf16"]
"""What positions in a text count: code points, or UTF-16 units, of which an emoji has two."""
SpanEnd = Literal["exclusive", "inclusive"]
"""Whether the end of a span is the place behind its last character, or that character."""
CodingSoftware = Literal["nvivo", "maxqda", "atlasti", "qualcoder"]
"""Software that a project is written for."""
ExchangeSources = Literal["documents", "threads"]
"""What is a source in a project: each document, or a thread with all its documents."""
WholeTexts = Literal["spans", "documents"]
"""What a selection of a whole text is: a span, or a code of the document."""
Role = Literal["lead", "coder", "reader"]
"""What a person may do in the pages: see and do all, code, read."""
ROLES: tuple[Role, ...] = get_args(Role)
AnswerConstraint = Literal["schema", "tokens", "none"]
"""How a language model is held to the codes: by a JSON schema, by a bias on the tokens of the
codes, or by the prompt alone. Every answer is checked, whatever the server did."""
ProbabilityFrom = Literal["samples", "logprobs"]
"""Where the probability of a language model's code is from: the share of its samples that give it,
or the log probabilities that the server tells."""
