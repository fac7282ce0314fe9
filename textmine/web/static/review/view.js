// Show what the machine says of a document, how sure it is, and the draft of the decision.

import { all, element, one } from "/static/shared/dom.js";
import { showItem } from "/static/code/view.js";
import { markWords } from "/static/review/words.js";

const named = (code) => code ?? "no code applies";
const percent = (p) => `${Math.round(100 * p)} %`;

export function showDocument(desk, active) {
  const { item } = desk;
  showItem(item, {});
  showWords(item, active);
  one("#decide").textContent = item.blind
    ? "Drawn by lot to be coded without the machine's code: give your own."
    : whyHere(item.decide.join("; "));
  showAlike(item);
  showWhy(item);
}

function whyHere(told) {
  if (!told) return "";
  return told.startsWith("less sure") ? `Why it is here: ${told}` : `To decide: ${told}`;
}

// The words that spoke for the code of the active dimension.
export function showWords(item, active) {
  markWords(one("#message .text"), item.text, item.machine[active]?.words ?? []);
}

function showAlike(item) {
  const box = one("#alike");
  box.hidden = !item.alike.length;
  const heading = element("h2", {}, `${item.alike.length} more that are nearly the same`);
  const texts = item.alike.map(({ text }) => element("article", {}, element("p", {}, text)));
  box.replaceChildren(heading, ...texts);
}

function showWhy(item) {
  const parts = Object.entries(item.machine)
    .filter(([, { why }]) => why.length)
    .map(([dimension, { why }]) =>
      element("ul", { class: "plain" }, element("li", {}, `${dimension}:`), ...why.map((line) => element("li", {}, line))),
    );
  const none = element("p", { class: "note" }, "Nothing is kept of what spoke for its code.");
  const note = element("p", { class: "note" }, "Weights are log odds: above 0 speaks for the code, below 0 against it.");
  one("#why").replaceChildren(...(parts.length ? [...parts, note] : [none]));
}

export function showDraft(desk) {
  for (const field of all(".dimension")) {
    const name = field.dataset.dimension;
    const machine = desk.item.machine[name];
    const draft = desk.draft[name];
    const p = new Map((machine?.possible ?? []).map((each) => [each.code, each.p]));
    for (const button of all("button[data-code]", field)) {
      const { code } = button.dataset;
      button.setAttribute("aria-pressed", draft.includes(code));
      button.classList.toggle("possible", p.has(code));
      one("[data-chance]", button).textContent = p.has(code) ? percent(p.get(code)) : "";
    }
    one("button[data-none]", field).setAttribute("aria-pressed", draft.includes(null));
    one("[data-given]", field).textContent = draft.map(named).join(", ");
    one("[data-possible]", field).textContent = machine ? saysOf(desk.item.by, machine) : "";
  }
  const word = desk.item.blind || !desk.follows ? "Keep" : "Accept";
  one('[data-act="accept"] [data-word]').textContent = word;
  const alike = one('[data-act="alike"]');
  alike.hidden = !desk.item.alike.length;
  alike.setAttribute("aria-pressed", desk.alike);
}

const chance = (possible, codes) => Math.max(...possible.filter((one) => codes.includes(one.code)).map((one) => one.p));

function saysOf(by, { codes, possible }) {
  const others = possible.map((one) => one.code).filter((code) => !codes.includes(code));
  const also = others.length ? `; possible too: ${others.join(", ")}` : "";
  const rare = possible.some((one) => others.includes(one.code) && one.p > chance(possible, codes));
  const why = rare ? " Rules or its care for rare codes put that before a more probable one." : "";
  return `${by} says: ${codes.join(", ") || named(null)}${also}.${why}`;
}
