/** The sandbox's control API. Refusals are thrown as errors whose message can be shown. */

async function answerOf(response) {
  const answer = await response.json().catch(() => ({}));
  if (!response.ok || answer.ok === false) {
    throw new Error(answer.error ?? `The sandbox answered ${response.status}`);
  }
  return answer;
}

async function post(path, body) {
  const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  let response;
  try {
    response = await fetch(path, request);
  } catch {
    throw new Error("The sandbox can't be reached");
  }
  return answerOf(response);
}

/** Let a person do something: say, press, edit, send, open, react, vote, block, unblock. */
export function act(person, deed, fields = {}) {
  return post("/sandbox/act", { person, act: deed, ...fields });
}

/** @param {{speed?: number, advance?: number}} change seconds to advance, or how many times as fast */
export function setClock(change) {
  return post("/sandbox/clock", change);
}

/** @param {{name: string, language: string, label: string}} person */
export function addPerson(person) {
  return post("/sandbox/people", person);
}

/** @returns {Promise<import("./state.js").Snapshot>} */
export async function readState() {
  return answerOf(await fetch("/sandbox/state", { cache: "no-store" }));
}

const RETRY_MS = 1500;

/**
 * Follow what happens, for ever: a lost connection is made again.
 * `opened` is called on every connection, as events may have been missed in between.
 * @param {{opened: () => void, happened: (event: object) => void, lost: () => void}} listener
 */
export function followEvents(listener) {
  const source = new EventSource("/sandbox/events");
  source.onopen = () => listener.opened();
  source.onmessage = (event) => listener.happened(JSON.parse(event.data));
  source.onerror = () => {
    listener.lost();
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => followEvents(listener), RETRY_MS);
  };
}
