// Say gently, and at once, what does not go together: rules of the codebook that codes break, and a
// message that was left with a dimension uncoded. Nothing is refused, and the page is not left.

import { element, one } from "/static/shared/dom.js";

export class Rules {
  constructor(desk, go) {
    this.desk = desk;
    this.go = go;
    this.behind = null;
  }

  // What the server says of a press that it kept: of this message, or of one that was left.
  heard(press, answer) {
    if (!answer.broken || !this.desk.item) return;
    if (press.document === this.desk.item.document) this.desk.item.broken = answer.broken;
    else if (answer.broken.length) this.behind = { document: press.document, told: answer.broken };
    else if (this.behind?.document === press.document) this.behind = null;
    this.show();
  }

  // A message is left: its broken rules go along, and that some dimensions have no code beside others.
  leaving(missing) {
    const { item, said } = this.desk;
    if (!item) return;
    const begun = Object.keys(said).length > 0 && missing.length > 0;
    const told = [...(item.broken ?? []), ...(begun ? [`There is no code on ${missing.join(", ")}.`] : [])];
    this.behind = told.length ? { document: item.document, told } : null;
  }

  show() {
    const box = one("#rules");
    const here = this.desk.item?.broken ?? [];
    const parts = here.map((sentence) => element("p", {}, `Against a rule of the codebook: ${sentence}`));
    if (this.behind && this.behind.document !== this.desk.item?.document) {
      const { document, told } = this.behind;
      const back = element("button", { type: "button" }, "Look at it again");
      back.addEventListener("click", () => this.go(document));
      parts.push(element("p", {}, `The message before: ${told.join(" ")} `, back));
    }
    box.hidden = !parts.length;
    box.replaceChildren(...parts);
  }
}
