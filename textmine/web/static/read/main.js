// Read: switches act at once, "/" goes to the search, and #c120-160 opens that place of a text.

import { all, one } from "/static/shared/dom.js";
import { isTyping } from "/static/shared/keys.js";

for (const field of all("[data-switch]")) {
  field.addEventListener("change", () => field.form.requestSubmit());
}

addEventListener("keydown", (event) => {
  const words = one("#words");
  if (event.key !== "/" || !words || isTyping(event.target)) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  words.focus();
  words.select();
});

function openPlace() {
  const named = /^#c(\d{1,9}-\d{1,9})$/.exec(location.hash);
  if (!named || !one("[data-text]")) return;
  const address = new URL(location.href);
  address.searchParams.set("at", named[1]);
  address.hash = "at";
  location.replace(address);
}

addEventListener("hashchange", openPlace);
openPlace();
