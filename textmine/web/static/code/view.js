// Show a message, what is said of it, and which dimension the keys go to.

import { all, element, one } from "/static/shared/dom.js";
import { units } from "/static/code/spans.js";

export function showItem(item, said) {
  one("#before").replaceChildren(...item.before.map(neighbour));
  one("#after").replaceChildren(...item.after.map(neighbour));
  const parts = [];
  if (item.title) parts.push(element("p", { class: "title" }, item.title));
  parts.push(element("p", { class: "text" }));
  one("#message").replaceChildren(...parts);
  showText(item, said);
}

function neighbour(message) {
  const who = message.known ? (message.same ? "same person" : "another person") : "";
  const by = [who, message.date].filter(Boolean).join(", ");
  const parts = [element("p", {}, message.text)];
  if (by) parts.unshift(element("p", { class: "by" }, by));
  return element("article", {}, ...parts);
}

// The text with its spans marked; where spans overlap, the parts say every code.
export function showText(item, said) {
  const box = one("#message .text");
  const spans = Object.values(said)
    .flatMap((of) => of.codes)
    .filter((code) => code.start !== null)
    .map((code) => ({ ...code, from: units(item.text, code.start), to: units(item.text, code.end) }));
  const cuts = [...new Set([0, item.text.length, ...spans.flatMap((span) => [span.from, span.to])])];
  cuts.sort((a, b) => a - b);
  const parts = [];
  for (let place = 0; place + 1 < cuts.length; place += 1) {
    const [from, to] = [cuts[place], cuts[place + 1]];
    const text = item.text.slice(from, to);
    const here = spans.filter((span) => span.from <= from && span.to >= to);
    if (!here.length) {
      parts.push(text);
      continue;
    }
    const ending = here.filter((span) => span.to === to).map((span) => span.code);
    const mark = element("mark", { title: here.map((span) => span.code).join(", ") }, text);
    if (ending.length) mark.append(element("sup", {}, ending.join(", ")));
    parts.push(mark);
  }
  box.replaceChildren(...parts);
}

export function showSaid(said, unsure, again) {
  for (const field of all(".dimension")) {
    const of = said[field.dataset.dimension];
    const codes = (of?.codes ?? []).map((code) => code.code);
    for (const button of all("button[data-code]", field)) {
      button.setAttribute("aria-pressed", codes.includes(button.dataset.code));
    }
    one("button[data-none]", field).setAttribute("aria-pressed", codes.includes(null));
    const told = codes.map((code) => code ?? "no code applies").join(", ");
    const notes = [];
    if (unsure.has(field.dataset.dimension)) notes.push("not sure");
    if (again.has(field.dataset.dimension)) notes.push("the codebook changed: look at it again");
    const note = notes.length ? `(${notes.join("; ")})` : "";
    one("[data-given]", field).textContent = `${told} ${note}`.trim();
  }
}

// Beside the message the codebook scrolls by itself; below it only the active dimension is open.
export const isWide = () => matchMedia("(min-width: 60rem)").matches;

export function showActive(dimension) {
  for (const field of all(".dimension")) {
    const active = field.dataset.dimension === dimension;
    field.classList.toggle("active", active);
    field.setAttribute("aria-current", active ? "true" : "false");
    one("[data-activate]", field).setAttribute("aria-expanded", active || isWide());
    if (active && isWide()) scrollTo(field);
  }
}

// The codebook scrolls to a dimension; the page beside it stays where it is.
function scrollTo(field) {
  const book = field.closest(".book");
  const first = one(".dimension", book) === field;
  book.scrollTop = first ? 0 : field.offsetTop - 4;
}

export function filterBook(words) {
  const wanted = words.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  for (const code of all(".book .code")) {
    const text = code.textContent.toLocaleLowerCase();
    code.hidden = !wanted.every((word) => text.includes(word));
  }
}

export function showState(text, kind = "", onwards = null) {
  const box = one("#state");
  box.className = `state ${kind}`;
  box.textContent = text;
  if (onwards) box.append(" ", element("a", { href: onwards[0] }, onwards[1]));
}
