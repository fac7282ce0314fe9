"""Documents that come later: added to a corpus that stands, such as a second round."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from textmine.corpus.corpus import load_stored
from textmine.corpus.reading.document_columns import LOST_PARENT, lost_parents_told
from textmine.corpus.reading.importing import Reading
from textmine.errors import InputError
from textmine.lazily import pa, pc
from textmine.schema import ID, META, PARENT_ID, TEXT, THREAD_ID
from textmine.store import Workspace

ADDED = f"{META}added"
"""With which import a document came, "1" for the first."""

_SHOWN = 3


def added_to(
    workspace: Workspace, name: str, reading: Reading, *, keep_orphans: bool = False
) -> Reading:
    """Return what was read behind the documents of a corpus that stands, as one reading.

    It must have been read with `keep_orphans`: parents may stand in the corpus. Documents that
    stand there with the same text are passed over. Columns of either are empty in the other;
    `meta.added` says with which import each came.
    Raises NotFoundError without such a corpus; InputError where an id has another text there, where
    documents are cut otherwise, and, unless orphans are kept, for parents that are nowhere.
    """
    stored = load_stored(workspace, name)
    former = pa.Table.from_pandas(stored.documents, preserve_index=False)
    cut, was_cut = (
        source.get("split", "none") for source in (reading.table.facts, stored.info.source)
    )
    if cut != was_cut:
        raise InputError(
            f"The documents of '{name}' were imported with --split {was_cut}, and these are read "
            f"with --split {cut}.",
            hint=f"Say --split {was_cut}.",
        )
    texts = dict(zip(former[ID].to_pylist(), former[TEXT].to_pylist(), strict=True))
    new = _without_known(reading, name, texts)
    n_known = len(reading.checked) - new.num_rows
    new = _joined(new, former, reading, keep_orphans=keep_orphans)
    remark = f"{new.num_rows:,} documents are added to the {former.num_rows:,} of '{name}'"
    if n_known:
        remark += f"; {n_known:,} stand there already with the same text"
    if new.num_rows:
        former, new = _numbered(former, new)
    documents = pa.concat_tables([former, new], promote_options="permissive")
    remarks = [remark, *(text for text in reading.checked.remarks if LOST_PARENT not in text)]
    if LOST_PARENT in new.column_names:
        remarks.append(lost_parents_told(new.num_rows - new[LOST_PARENT].null_count))
    checked = replace(reading.checked, table=documents.combine_chunks(), remarks=remarks)
    return replace(reading, checked=checked, former=stored.info)


def _numbered(former: pa.Table, new: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Return both with the column that says with which import each document came."""
    if ADDED not in former.column_names:
        former = former.append_column(ADDED, pa.array(["1"] * former.num_rows, pa.string()))
    last = max(
        (int(cell) for cell in former[ADDED].to_pylist() if str(cell).isdecimal()), default=1
    )
    cells = pa.array([str(last + 1)] * new.num_rows, pa.string())
    if ADDED in new.column_names:
        new = new.drop_columns([ADDED])
    return former, new.append_column(ADDED, cells)


def _without_known(reading: Reading, name: str, texts: Mapping[str, str]) -> pa.Table:
    """Return the documents that do not stand in a corpus already, told by id and text."""
    table = reading.checked.table
    pairs = zip(table[ID].to_pylist(), table[TEXT].to_pylist(), strict=True)
    known = [(identity, texts[identity] == text) for identity, text in pairs if identity in texts]
    others = [identity for identity, same in known if not same]
    if others:
        raise InputError(
            f"Another text stands in '{name}' for {len(others):,} documents of "
            f"{reading.path.name}: {_some(others)}.",
            hint="Give them other ids (--id A+B joins two columns), or import one table of all "
            "documents with --replace.",
        )
    here = pa.array([identity for identity, _ in known], table[ID].type)
    return table.filter(pc.invert(pc.is_in(table[ID], value_set=here)))


def _joined(new: pa.Table, former: pa.Table, reading: Reading, *, keep_orphans: bool) -> pa.Table:
    """Return new documents with the parents, and the threads of these, that stand in the corpus."""
    if LOST_PARENT not in new.column_names:
        return new
    threads = former[THREAD_ID] if THREAD_ID in former.column_names else former[ID]
    thread_of = dict(zip(former[ID].to_pylist(), threads.to_pylist(), strict=True))
    lost = new[LOST_PARENT].to_pylist()
    nowhere = [parent for parent in lost if parent is not None and parent not in thread_of]
    if nowhere and not keep_orphans:
        raise InputError(
            f"What {len(nowhere):,} documents of {reading.path.name} answer stands neither in it "
            f"nor in the corpus: {_some(nowhere)}.",
            hint="Keep them without a parent: --keep-orphans.",
        )
    parents = [
        found if found in thread_of else parent
        for parent, found in zip(new[PARENT_ID].to_pylist(), lost, strict=True)
    ]
    left = [parent if parent not in thread_of else None for parent in lost]
    columns = {PARENT_ID: parents, LOST_PARENT: left}
    if THREAD_ID not in reading.mapping.columns:
        # A thread was called after its first parent, which stands in a thread of the corpus.
        columns[THREAD_ID] = [thread_of.get(root, root) for root in new[THREAD_ID].to_pylist()]
    for column, cells in columns.items():
        place = new.column_names.index(column)
        new = new.set_column(place, column, pa.array(cells, new[column].type))
    return new if any(left) else new.drop_columns([LOST_PARENT])


def _some(names: Sequence[str]) -> str:
    more = ", …" if len(names) > _SHOWN else ""
    return ", ".join(f"'{name}'" for name in names[:_SHOWN]) + more
