// Whether keys are for a field that somebody types in, and not for the page.

const CHOSEN = 'input[type="radio"], input[type="checkbox"]';

export function isTyping(target) {
  if (!(target instanceof HTMLElement) || target.matches(CHOSEN)) return false;
  return target.matches("input, textarea, select");
}
