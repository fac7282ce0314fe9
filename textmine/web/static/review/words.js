// Mark words in a text: the features of a model are words in small letters, one to three in a row,
// which it cuts before an apostrophe ("i 've").

import { element } from "/static/shared/dom.js";

const WORD = /['’]?[\p{L}\p{N}]+/gu;

// Units { from, to } of the text in which the terms stand, in order, none twice.
export function placesOf(text, terms) {
  const words = [...text.matchAll(WORD)].map((found) => ({
    word: folded(found[0]),
    from: found.index,
    to: found.index + found[0].length,
  }));
  const wanted = terms
    .map((term) => [...folded(term).matchAll(WORD)].map((found) => found[0]))
    .filter((term) => term.length);
  const found = new Set();
  for (const term of wanted) {
    for (let place = 0; place + term.length <= words.length; place += 1) {
      if (term.every((word, step) => words[place + step].word === word)) {
        term.forEach((_, step) => found.add(place + step));
      }
    }
  }
  return [...found].sort((a, b) => a - b).map((place) => words[place]);
}

const folded = (word) => word.toLocaleLowerCase().replaceAll("’", "'");

export function markWords(box, text, terms) {
  const parts = [];
  let at = 0;
  for (const { from, to } of placesOf(text, terms)) {
    parts.push(text.slice(at, from), element("mark", { class: "spoke" }, text.slice(from, to)));
    at = to;
  }
  box.replaceChildren(...parts, text.slice(at));
}
