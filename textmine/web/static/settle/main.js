// The page 'Settle' by keys: one a code, the point for the reason, Enter to settle, arrows to move.

import { isTyping } from "/static/shared/keys.js";
import { one } from "/static/shared/dom.js";

const form = one("#decide");

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !form) return;
  if (event.key === "Escape" && isTyping(event.target)) {
    event.target.blur();
    return;
  }
  if (isTyping(event.target)) return;
  const link = one(`[data-go="${event.key}"]`);
  const choice = /^[0-9a-z]$/u.test(event.key) ? one(`[data-key="${event.key}"]`, form) : null;
  if (link) location.assign(link.href);
  else if (choice) {
    choice.checked = choice.type === "radio" || !choice.checked;
    choice.focus();
  } else if (event.key === ".") one("#reason").focus();
  else if (event.key === "Enter" && !event.target.closest("a, button")) form.requestSubmit();
  else return;
  event.preventDefault();
}

document.addEventListener("keydown", pressed);
