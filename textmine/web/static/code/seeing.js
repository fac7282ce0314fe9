// What the lead lets coders see: a machine's suggestion before coding, codes of others after it.

import { send } from "/static/shared/api.js";
import { all, element, one } from "/static/shared/dom.js";

const named = (code) => code ?? "no code applies";

export async function showSuggestion(desk) {
  for (const box of all("[data-suggested]")) box.textContent = "";
  if (!desk.item.suggestions) return;
  const document = desk.item.document;
  const { by, codes } = await send("/api/code/suggestion", desk.query({ document }));
  if (desk.item.document !== document) return;
  for (const [dimension, suggested] of Object.entries(codes)) {
    const box = one(`.dimension[data-dimension="${dimension}"] [data-suggested]`);
    if (box) box.textContent = `${by} suggests: ${suggested.map(named).join(", ") || named(null)}`;
  }
}

export function offerOthers(desk) {
  const done = desk.isDone(desk.items[desk.at]);
  const offer = one('[data-act="others"]');
  offer.hidden = !desk.item.others || desk.item.closed || !done;
  if (!desk.item.closed) one("#others").replaceChildren();
}

export async function showOthers(desk) {
  const document = desk.item.document;
  const { codes } = await send("/api/code/others", desk.query({ document }));
  desk.item.closed = true;
  const lines = codes.map((said) => {
    const where = said.start === null ? "" : ` (${said.start}–${said.end})`;
    const who = said.machine ? `machine ${said.coder}` : said.coder;
    const memo = said.memo ? ` “${said.memo}”` : "";
    return element("li", {}, `${who}, ${said.dimension}: ${named(said.code)}${where}${memo}`);
  });
  const told = lines.length ? element("ul", {}, ...lines) : element("p", {}, "Nobody else has coded it.");
  const stands = element("p", { class: "note" }, "Your own code stands as it is from now on.");
  one("#others").replaceChildren(element("h2", {}, "What others say"), told, stands);
}
