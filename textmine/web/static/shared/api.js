// Talk to the API of this server: JSON, with the token of the session.

export class Refused extends Error {
  constructor(status, sentence, hint) {
    super(sentence);
    this.status = status;
    this.hint = hint;
  }
}

const token = () => document.querySelector('meta[name="token"]').content;

export async function ask(path, query = {}) {
  return answered(await fetch(`${path}?${new URLSearchParams(query)}`, { cache: "no-store" }));
}

export async function send(path, body) {
  const headers = { "content-type": "application/json", "x-textmine-token": token() };
  return answered(await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

async function answered(response) {
  const content = await response.json().catch(() => ({}));
  if (!response.ok) {
    const sentence = content.error ?? `The server said ${response.status}.`;
    throw new Refused(response.status, sentence, content.hint ?? "");
  }
  return content;
}
