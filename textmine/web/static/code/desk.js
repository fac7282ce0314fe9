// A coder's desk: the queue, the message that lies on it, and what is said of it. What is said is
// kept whole for each dimension, so that undoing is giving the codes that were given before.

import { ask } from "/static/shared/api.js";

export class Desk {
  constructor(facts, outbox) {
    this.facts = facts;
    this.outbox = outbox;
    this.items = [];
    this.at = 0;
    this.undoing = [];
    this.ahead = new Map();
    // Memos without a code, by message and dimension: each goes with the next code given there.
    this.drafts = new Map();
  }

  async open() {
    const { items } = await ask("/api/code/queue", this.query());
    this.items = items;
    const first = items.findIndex((item) => !this.isDone(item) && !item.skipped);
    const open = first < 0 ? items.findIndex((item) => !this.isDone(item)) : first;
    await this.go(open < 0 ? 0 : open);
  }

  query(more = {}) {
    const { corpus, draw, codebook } = this.facts;
    return { corpus, draw, codebook, ...more };
  }

  isDone(item) {
    return this.facts.dimensions.every((name) => item.done.includes(name));
  }

  get done() {
    return this.items.filter((item) => this.isDone(item)).length;
  }

  async go(at) {
    if (!this.items.length) return;
    const place = Math.max(0, Math.min(this.items.length - 1, at));
    const document = this.items[place].document;
    const item = (await this.ahead.get(document)) ?? (await this.fetched(document));
    this.ahead.clear();
    this.at = place;
    this.item = item;
    this.said = structuredClone(item.said);
    this.unsure = new Set(item.unsure);
    this.again = new Set(item.again);
    this.replay();
    const next = this.items[place + 1];
    if (next) this.ahead.set(next.document, this.fetched(next.document).catch(() => null));
  }

  fetched(document) {
    return ask("/api/code/item", this.query({ document }));
  }

  // What was pressed and is not acknowledged yet is said all the same.
  replay() {
    for (const press of this.outbox.waiting) {
      const same = press.document === this.item.document && press.codebook === this.facts.codebook;
      if (!same || press.corpus !== this.facts.corpus || press.dimension === "*") continue;
      this.set(press.dimension, press.codes, press.memo, press.unsure);
    }
  }

  set(dimension, codes, memo, unsure) {
    if (codes.length) this.said[dimension] = { codes, memo };
    else delete this.said[dimension];
    if (unsure) this.unsure.add(dimension);
    else this.unsure.delete(dimension);
    const entry = this.items[this.at];
    this.again.delete(dimension);
    entry.done = this.facts.dimensions.filter((name) => this.has(name));
    entry.skipped = false;
  }

  // Whether a dimension has a code that need not be looked at again.
  has(dimension) {
    return dimension in this.said && !this.again.has(dimension);
  }

  memoOf(dimension) {
    return this.said[dimension]?.memo || (this.drafts.get(this.draftKey(dimension)) ?? "");
  }

  draftKey(dimension) {
    return `${this.item.document} ${dimension}`;
  }

  say(dimension, codes, { unsure } = {}) {
    const doubted = this.unsure.has(dimension);
    const before = this.said[dimension]?.codes ?? [];
    this.undoing.push({ at: this.at, dimension, codes: before, unsure: doubted });
    this.put(dimension, codes, this.memoOf(dimension), unsure ?? doubted);
  }

  // A memo goes with the code of its dimension; it waits for one where there is none.
  note(dimension, memo) {
    const codes = this.said[dimension]?.codes;
    if (codes) this.put(dimension, codes, memo, this.unsure.has(dimension));
    else this.drafts.set(this.draftKey(dimension), memo);
  }

  put(dimension, codes, memo, unsure) {
    if (codes.length) this.drafts.delete(this.draftKey(dimension));
    else if (memo) this.drafts.set(this.draftKey(dimension), memo);
    const kept = codes.length ? memo : "";
    this.set(dimension, codes, kept, unsure);
    this.outbox.add(this.press(dimension, codes, kept, unsure));
  }

  press(dimension, codes, memo = "", unsure = false) {
    const { corpus, draw, codebook, coder } = this.facts;
    const document = this.item.document;
    return { corpus, draw, codebook, coder, document, dimension, codes, memo, unsure };
  }

  skip() {
    this.items[this.at].skipped = true;
    this.outbox.add(this.press("*", []));
  }

  // Takes back the last code, or the last doubt; what the memo says stays.
  async undo() {
    const last = this.undoing.pop();
    if (!last) return null;
    if (last.at !== this.at) await this.go(last.at);
    this.put(last.dimension, last.codes, this.memoOf(last.dimension), last.unsure);
    return last.dimension;
  }

  // The next message that lacks a code, behind this one or from the beginning; else just the next.
  nextOpen() {
    const open = (item, place) => place !== this.at && !this.isDone(item) && !item.skipped;
    const behind = this.items.findIndex((item, place) => place > this.at && open(item, place));
    return behind >= 0 ? behind : this.items.findIndex(open);
  }
}
