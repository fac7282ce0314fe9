// Presses that the server has not acknowledged: kept in the browser, sent in order, each by its
// key, until the server says that it is on the disk. A page that is opened again sends the rest.

import { Refused, send } from "/static/shared/api.js";

const SHORTEST = 500;
const LONGEST = 15000;

export class Outbox {
  constructor(name, told, path = "/api/code/press", answered = () => {}) {
    this.name = `textmine presses ${name}`;
    this.path = path;
    this.told = told;
    this.answered = answered;
    this.wait = SHORTEST;
    this.busy = false;
    this.refusal = null;
    addEventListener("online", () => this.work());
    addEventListener("storage", (event) => event.key === this.name && this.tell());
  }

  get waiting() {
    try {
      return JSON.parse(localStorage.getItem(this.name) ?? "[]");
    } catch {
      return [];
    }
  }

  keep(presses) {
    if (presses.length) localStorage.setItem(this.name, JSON.stringify(presses));
    else localStorage.removeItem(this.name);
  }

  add(press) {
    this.refusal = null;
    this.keep([...this.waiting, { ...press, key: newKey() }]);
    this.tell();
    this.work();
  }

  // A refusal is told until something else is pressed; `isNew` when it comes.
  tell(isNew = false) {
    this.told(this.waiting.length, this.refusal, isNew);
  }

  async work() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.later);
    let refusal = null;
    while (this.waiting.length) {
      const press = this.waiting[0];
      try {
        const answer = await send(this.path, press);
        this.drop(press.key);
        this.answered(press, answer);
        this.wait = SHORTEST;
        this.tell();
      } catch (error) {
        refusal = error instanceof Refused ? error : null;
        if (refusal && this.isFinal(refusal)) {
          this.drop(press.key);
          continue;
        }
        break;
      }
    }
    this.busy = false;
    const isNew = refusal !== null;
    if (isNew || !this.refusal || !this.isFinal(this.refusal)) this.refusal = refusal;
    this.tell(isNew);
    if (this.waiting.length) {
      this.later = setTimeout(() => this.work(), this.wait);
      this.wait = Math.min(2 * this.wait, LONGEST);
    }
  }

  drop(key) {
    this.keep(this.waiting.filter((press) => press.key !== key));
  }

  // What cannot become right by waiting: the code is not in the codebook, the text is gone.
  isFinal(refusal) {
    return [400, 404, 422].includes(refusal.status);
  }
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
