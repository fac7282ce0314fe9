// A reviewer's desk: the queue, the document that lies on it, and the draft of a decision, which
// begins as what the machine says. Time counts while the page can be seen.

import { ask, send } from "/static/shared/api.js";

export class Desk {
  constructor(facts, outbox) {
    this.facts = facts;
    this.outbox = outbox;
    this.items = [];
    this.at = 0;
    document.addEventListener("visibilitychange", () => this.tick());
  }

  async open() {
    const { corpus, draw } = this.facts;
    this.items = (await ask("/api/review/queue", { corpus, draw })).items;
    for (const sent of this.outbox.waiting) this.entryOf(sent.document, sent.what);
    const open = this.items.findIndex((item) => !item.what);
    await this.go(open < 0 ? 0 : open);
  }

  entryOf(name, what) {
    const entry = this.items.find((item) => item.document === name);
    if (entry) entry.what = what;
  }

  get done() {
    return this.items.filter((item) => item.what && item.what !== "pass").length;
  }

  async go(at) {
    if (!this.items.length) return;
    const place = Math.max(0, Math.min(this.items.length - 1, at));
    const { corpus, draw } = this.facts;
    const name = this.items[place].document;
    this.item = await send("/api/review/look", { corpus, draw, document: name });
    this.at = place;
    this.decided = new Set();
    this.alike = false;
    this.draft = Object.fromEntries(this.facts.dimensions.map((one) => [one, this.before(one)]));
    this.spent = 0;
    this.since = performance.now();
    this.seen = document.visibilityState === "visible";
  }

  // What stood before, else what the machine says; a document without it begins empty.
  before(dimension) {
    const said = this.item.said[dimension];
    if (said) return said;
    const machine = this.item.machine[dimension];
    if (!machine) return [];
    return machine.codes.length ? machine.codes : [null];
  }

  tick() {
    const now = performance.now();
    if (this.seen) this.spent += now - this.since;
    this.since = now;
    this.seen = document.visibilityState === "visible";
  }

  // Dimensions that have to be decided on still: more codes than one may be right, or none stands.
  get undecided() {
    return this.facts.dimensions.filter((one) => !this.decided.has(one) && this.isDoubtful(one));
  }

  isDoubtful(dimension) {
    const possible = this.item.machine[dimension]?.possible ?? [];
    return !this.draft[dimension].length || possible.length > 1;
  }

  set(dimension, code, several) {
    const had = this.draft[dimension];
    if (!several || code === null) this.draft[dimension] = [code];
    else if (had.includes(code)) this.draft[dimension] = had.filter((one) => one !== code);
    else this.draft[dimension] = [...had.filter((one) => one !== null), code];
    this.decided.add(dimension);
  }

  get follows() {
    const same = (a, b) => a.length === b.length && a.every((one) => b.includes(one));
    return Object.entries(this.item.machine).every(([one, { codes }]) =>
      same(this.draft[one] ?? [], codes.length ? codes : [null]),
    );
  }

  get missing() {
    return this.facts.dimensions.filter((one) => !this.draft[one].length);
  }

  decide(what) {
    this.tick();
    const names = [this.item.document];
    if (this.alike) names.push(...this.item.alike.map((one) => one.document));
    const seconds = this.spent / 1000 / names.length;
    const { corpus, draw, coder } = this.facts;
    const codes = what === "pass" ? {} : this.draft;
    for (const name of names) {
      this.outbox.add({ corpus, draw, coder, document: name, what, codes, seconds });
      this.entryOf(name, what === "pass" ? "pass" : "decide");
    }
  }

  // The next document that is open, behind this one or from the beginning; -1 for none.
  nextOpen() {
    const open = (item, place) => place !== this.at && !item.what;
    const behind = this.items.findIndex((item, place) => place > this.at && open(item, place));
    return behind >= 0 ? behind : this.items.findIndex(open);
  }
}
