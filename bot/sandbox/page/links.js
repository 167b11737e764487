/** What a link does when it is tapped in a chat: open the bot with a payload, leave the page, or nothing. */

const START = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * The payload of a deep link to our own bot, else null.
 * @param {string} address
 * @param {string} username the bot's
 */
export function payloadOf(address, username) {
  const url = parsed(address);
  if (!url) return null;
  const bot = url.protocol === "tg:" ? url.searchParams.get("domain") : botIn(url);
  const payload = url.searchParams.get("start") ?? "";
  if (bot?.toLowerCase() !== username.toLowerCase()) return null;
  return payload === "" || START.test(payload) ? payload : null;
}

function botIn(url) {
  return ["t.me", "telegram.me", "telegram.dog"].includes(url.hostname) ? url.pathname.slice(1) : null;
}

/** The address a browser may open, or null: a message must not run scripts through `javascript:`. */
export function outwardAddress(address) {
  const url = parsed(address) ?? parsed(`https://${address}`);
  return url && ["http:", "https:", "mailto:", "tel:"].includes(url.protocol) ? url.href : null;
}

function parsed(address) {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
