// The page 'Code': one key a code, to the dimension that is active; the next one then becomes so.

import { all, one } from "/static/shared/dom.js";
import { isTyping } from "/static/shared/keys.js";
import { Desk } from "/static/code/desk.js";
import { Outbox } from "/static/code/outbox.js";
import { Rules } from "/static/code/rules.js";
import { WordCursor, selected } from "/static/code/spans.js";
import { offerOthers, showOthers, showSuggestion } from "/static/code/seeing.js";
import * as view from "/static/code/view.js";

const page = one("#coding");
const fields = all(".dimension");
const facts = { ...page.dataset, dimensions: fields.map((field) => field.dataset.dimension) };
const heard = (press, answer) => rules.heard(press, answer);
const outbox = new Outbox(`${facts.coder} ${facts.corpus}`, told, "/api/code/press", heard);
const desk = new Desk(facts, outbox);
const rules = new Rules(desk, (document) => go(desk.items.findIndex((item) => item.document === document)));
const memo = one("#memo");
let active = facts.dimensions[0];
let cursor = null;

function told(waiting, refusal, isNew) {
  const done = `${desk.done} of ${desk.items.length} coded.`;
  if (refusal?.status === 401) {
    view.showState(`${waiting} presses wait here: nobody is in. Open the page by a new link.`, "waiting");
  } else if (refusal) {
    view.showState(`${refusal.message} ${refusal.hint}`, "refused");
    if (isNew && outbox.isFinal(refusal)) asItStands();
  } else if (waiting) {
    view.showState(`${done} ${waiting} to be kept …`, "waiting");
  } else {
    const all = desk.items.length && desk.done === desk.items.length;
    view.showState(`${done} All is kept.`, "", all ? ["/code", "To your draws"] : null);
  }
}

// What was refused does not stand: show what does.
function asItStands() {
  working = working
    .then(() => desk.go(desk.at))
    .then(() => {
      view.showText(desk.item, desk.said);
      view.showSaid(desk.said, desk.unsure, desk.again);
    })
    .catch(failed);
}

function show() {
  view.showItem(desk.item, desk.said);
  one("#place").textContent = `${desk.at + 1} of ${desk.items.length}`;
  activate(facts.dimensions.find((name) => !desk.has(name)) ?? facts.dimensions[0]);
  stopMarking();
  showSuggestion(desk).catch(failed);
  if (desk.item.closed) showOthers(desk).catch(failed);
}

function activate(dimension) {
  active = dimension;
  memo.value = desk.memoOf(active);
  view.showActive(active);
  refresh();
}

function refresh() {
  view.showSaid(desk.said, desk.unsure, desk.again);
  const unsure = one('[data-act="unsure"]');
  unsure.setAttribute("aria-pressed", desk.unsure.has(active));
  offerOthers(desk);
  outbox.tell();
}

async function go(at) {
  rules.leaving(desk.item ? fields.filter((field) => !desk.has(field.dataset.dimension)).map(nameOf) : []);
  await desk.go(at);
  show();
  rules.show();
  one("#message").scrollIntoView({ block: view.isWide() ? "nearest" : "start" });
}

const nameOf = (field) => one("[data-activate]", field).textContent;

// Give a code to the active dimension: to the words that are selected, or to the whole text.
async function give(code) {
  const field = fields.find((one) => one.dataset.dimension === active);
  const several = field.dataset.labels === "multi";
  const had = desk.said[active]?.codes ?? [];
  const span = code === null ? null : selected(one("#message .text"), desk.item.text);
  const made = { code, start: span?.start ?? null, end: span?.end ?? null };
  desk.say(active, combined(had, made, several));
  getSelection().removeAllRanges();
  view.showText(desk.item, desk.said);
  if (span || several) {
    stopMarking();
    refresh();
    return;
  }
  await onwards();
}

function combined(had, made, several) {
  const same = (one) => one.code === made.code && one.start === made.start && one.end === made.end;
  if (made.code === null) return [made];
  const apart = (one) => one.start !== null && (one.end <= made.start || one.start >= made.end);
  const kept = had.filter(
    (one) => one.code !== null && !same(one) && (several || (made.start !== null && apart(one))),
  );
  return had.some(same) && (several || made.start !== null) ? kept : [...kept, made];
}

// The next dimension that has no code; behind the last one the next message.
async function onwards() {
  const left = facts.dimensions.find((name) => !desk.has(name));
  if (left) {
    activate(left);
    return;
  }
  const next = desk.nextOpen();
  if (next >= 0) await go(next);
  else {
    refresh();
    view.showState(`All ${desk.items.length} messages are coded.`);
  }
}

function stopMarking() {
  cursor = null;
  one('[data-act="mark"]').setAttribute("aria-pressed", "false");
}

const acts = {
  back: () => go(desk.at - 1),
  next: () => (desk.isDone(desk.items[desk.at]) && desk.nextOpen() >= 0 && desk.at + 1 >= desk.items.length ? go(desk.nextOpen()) : go(desk.at + 1)),
  undo: async () => {
    const dimension = await desk.undo();
    if (dimension === null) return;
    show();
    activate(dimension);
  },
  skip: async () => {
    desk.skip();
    const next = desk.nextOpen();
    await go(next >= 0 ? next : desk.at + 1);
  },
  unsure: () => {
    desk.say(active, desk.said[active]?.codes ?? [], { unsure: !desk.unsure.has(active) });
    refresh();
  },
  others: async () => {
    await outbox.work();
    if (outbox.waiting.length) return;
    await showOthers(desk);
    offerOthers(desk);
  },
  mark: () => {
    if (cursor) {
      getSelection().removeAllRanges();
      stopMarking();
      return;
    }
    cursor = new WordCursor(one("#message .text"), desk.item.text);
    one('[data-act="mark"]').setAttribute("aria-pressed", "true");
  },
};

function keepMemo() {
  if (!desk.item || memo.value === desk.memoOf(active)) return;
  desk.note(active, memo.value);
  if (memo.value && !desk.said[active]) {
    view.showState("The memo is kept with the code that you give here.", "waiting");
  }
}

function step(by) {
  const place = facts.dimensions.indexOf(active) + by;
  activate(facts.dimensions[(place + facts.dimensions.length) % facts.dimensions.length]);
}

const byKey = {
  ArrowLeft: acts.back,
  ArrowRight: acts.next,
  ArrowUp: () => step(-1),
  ArrowDown: () => step(1),
  Enter: onwards,
  Backspace: acts.undo,
  "-": acts.skip,
  "?": acts.unsure,
  ",": acts.mark,
  ".": () => memo.focus(),
  "/": () => one("#filter").focus(),
  0: () => give(null),
};

let working = Promise.resolve();

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    if (isTyping(event.target)) event.target.blur();
    else if (cursor) acts.mark();
    return;
  }
  if (isTyping(event.target) || !desk.item) return;
  if (cursor && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
    event.preventDefault();
    cursor.move(event.key === "ArrowLeft" ? -1 : 1, event.shiftKey);
    return;
  }
  if (event.key === "Enter" && event.target instanceof HTMLButtonElement) return;
  const act = byKey[event.key] ?? codeKey(event.key);
  if (!act) return;
  event.preventDefault();
  working = working.then(act).catch(failed);
}

// The code is looked up when its turn comes: a key before may have moved to another dimension.
function codeKey(key) {
  if (!/^[1-9a-z]$/u.test(key)) return null;
  return () => {
    const found = one(`.dimension[data-dimension="${active}"] button[data-key="${key}"]`);
    return found?.dataset.code === undefined ? null : give(found.dataset.code);
  };
}

function clicked(event) {
  const button = event.target.closest("button");
  if (!button || !desk.item) return;
  memo.blur(); // which keeps it; later keys are codes again
  const act = acts[button.dataset.act];
  if (act) working = working.then(act).catch(failed);
  const field = button.closest(".dimension");
  if (!field) return;
  if ("activate" in button.dataset) {
    activate(field.dataset.dimension);
    return;
  }
  const code = "none" in button.dataset ? null : button.dataset.code;
  working = working
    .then(() => {
      active = field.dataset.dimension;
      return give(code);
    })
    .catch(failed);
}

function failed(error) {
  const hint = error.hint ?? "The server cannot be reached: what was pressed is kept here.";
  view.showState(`${error.message} ${hint}`, "waiting");
}

document.addEventListener("keydown", pressed);
page.addEventListener("click", clicked);
// A press on a button must not take the selection of words away.
page.addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault());
one("#filter").addEventListener("input", (event) => view.filterBook(event.target.value));
memo.addEventListener("change", keepMemo);
addEventListener("pagehide", keepMemo);

try {
  await outbox.work();
  await desk.open();
  if (desk.item) {
    show();
    rules.show();
  } else view.showState("No message is here to be coded.");
} catch (error) {
  failed(error);
}
