// Places in a text: the server counts code points, the browser UTF-16 units. Words are marked by
// mouse (the selection) or by keyboard (a cursor of words that makes a selection).

export const points = (text, units) => [...text.slice(0, units)].length;
export const units = (text, at) => [...text].slice(0, at).join("").length;

// The selection within the message as { start, end } in code points, or null.
export function selected(box, text) {
  const selection = getSelection();
  if (!box || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!box.contains(range.startContainer) || !box.contains(range.endContainer)) return null;
  let start = unitsBefore(box, range.startContainer, range.startOffset);
  let end = unitsBefore(box, range.endContainer, range.endOffset);
  const picked = text.slice(start, end);
  start += picked.length - picked.trimStart().length;
  end -= picked.length - picked.trimEnd().length;
  return start < end ? { start: points(text, start), end: points(text, end) } : null;
}

function unitsBefore(box, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(box);
  range.setEnd(node, offset);
  const held = range.cloneContents();
  held.querySelectorAll("sup").forEach((note) => note.remove());
  return held.textContent.length;
}

// Select units start..end of the text that stands in a box.
export function select(box, start, end) {
  const from = place(box, start);
  const to = place(box, end);
  getSelection().setBaseAndExtent(from.node, from.offset, to.node, to.offset);
}

function place(box, at) {
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest("sup") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  let left = at;
  let last = { node: box, offset: 0 };
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (left <= node.length) return { node, offset: left };
    left -= node.length;
    last = { node, offset: node.length };
  }
  return last;
}

// A cursor over the words of a text; moving it makes a selection, of several words if extended.
export class WordCursor {
  constructor(box, text) {
    this.box = box;
    this.words = [...text.matchAll(/\S+/gu)].map((found) => [
      found.index,
      found.index + found[0].length,
    ]);
    this.from = 0;
    this.to = 0;
    this.show();
  }

  move(by, extend) {
    const last = this.words.length - 1;
    this.to = Math.max(0, Math.min(last, this.to + by));
    if (!extend) this.from = this.to;
    this.show();
  }

  show() {
    if (!this.words.length) return;
    const [first, last] = [Math.min(this.from, this.to), Math.max(this.from, this.to)];
    select(this.box, this.words[first][0], this.words[last][1]);
  }
}
