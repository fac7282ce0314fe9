// The page 'Review': Enter accepts, the key of a code corrects, - passes on.

import { all, one } from "/static/shared/dom.js";
import { isTyping } from "/static/shared/keys.js";
import { Outbox } from "/static/code/outbox.js";
import { filterBook, isWide, showActive, showState } from "/static/code/view.js";
import { Desk } from "/static/review/desk.js";
import { showDocument, showDraft, showWords } from "/static/review/view.js";

const page = one("#coding");
const fields = all(".dimension");
const facts = { ...page.dataset, dimensions: fields.map((field) => field.dataset.dimension) };
const outbox = new Outbox(`review ${facts.coder} ${facts.corpus} ${facts.draw}`, told, "/api/review/decision");
const desk = new Desk(facts, outbox);
let active = facts.dimensions[0];

function told(waiting, refusal) {
  const n = desk.items.length;
  const seen = n && desk.items.every((item) => item.what) ? `All ${n} messages were seen. ` : "";
  const done = `${seen}${desk.done} of ${n} decided.`;
  if (refusal) showState(`${refusal.message} ${refusal.hint}`, "refused");
  else if (waiting) showState(`${done} ${waiting} to be kept …`, "waiting");
  else showState(`${done} All is kept.`, "", seen ? ["/review", "To the queues"] : null);
}

function activate(dimension) {
  active = dimension;
  showActive(active);
  showWords(desk.item, active);
  showDraft(desk);
}

function show() {
  showDocument(desk, active);
  one("#place").textContent = `${desk.at + 1} of ${desk.items.length}`;
  activate(desk.undecided[0] ?? facts.dimensions[0]);
  outbox.tell();
}

async function go(at) {
  await desk.go(at);
  show();
  one("#message").scrollIntoView({ block: isWide() ? "nearest" : "start" });
}

async function decide(what) {
  if (what === "decide" && desk.missing.length) {
    activate(desk.missing[0]);
    showState(`There is no code on ${desk.missing.join(", ")}.`, "waiting");
    return;
  }
  desk.decide(what);
  const next = desk.nextOpen();
  if (next >= 0) await go(next);
  else show();
}

// A code is a correction at once where no other dimension is open; several codes wait for Enter.
async function give(code) {
  const field = fields.find((each) => each.dataset.dimension === active);
  const several = field.dataset.labels === "multi";
  desk.set(active, code, several);
  if (several || desk.undecided.length) activate(several ? active : desk.undecided[0]);
  else await decide("decide");
}

function step(by) {
  const n = facts.dimensions.length;
  activate(facts.dimensions[(facts.dimensions.indexOf(active) + by + n) % n]);
}

const acts = {
  accept: () => decide("decide"),
  pass: () => decide("pass"),
  back: () => go(desk.at - 1),
  next: () => go(desk.at + 1),
  alike: () => {
    desk.alike = !desk.alike && desk.item.alike.length > 0;
    showDraft(desk);
  },
  why: () => {
    const box = one("#why");
    box.hidden = !box.hidden;
    one('[data-act="why"]').setAttribute("aria-pressed", !box.hidden);
  },
};

const byKey = {
  Enter: acts.accept,
  "-": acts.pass,
  ArrowLeft: acts.back,
  ArrowRight: acts.next,
  ArrowUp: () => step(-1),
  ArrowDown: () => step(1),
  "=": acts.alike,
  "?": acts.why,
  "/": () => one("#filter").focus(),
  0: () => give(null),
};

let working = Promise.resolve();
const then = (act) => {
  working = working.then(act).catch(failed);
};

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && isTyping(event.target)) event.target.blur();
  if (isTyping(event.target) || !desk.item) return;
  if (event.key === "Enter" && event.target instanceof HTMLButtonElement) return;
  const act = byKey[event.key] ?? codeKey(event.key);
  if (!act) return;
  event.preventDefault();
  if (!event.repeat) then(act);
}

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
  const act = acts[button.dataset.act];
  if (act) then(act);
  const field = button.closest(".dimension");
  if (!field) return;
  if ("activate" in button.dataset) {
    then(() => activate(field.dataset.dimension));
    return;
  }
  then(() => {
    active = field.dataset.dimension;
    return give("none" in button.dataset ? null : button.dataset.code);
  });
}

function failed(error) {
  const hint = error.hint ?? "The server cannot be reached: what was decided is kept here.";
  showState(`${error.message} ${hint}`, "waiting");
}

document.addEventListener("keydown", pressed);
page.addEventListener("click", clicked);
one("#filter").addEventListener("input", (event) => filterBook(event.target.value));

try {
  await outbox.work();
  await desk.open();
  if (desk.item) show();
  else showState("No message is here to be decided on.");
} catch (error) {
  failed(error);
}
