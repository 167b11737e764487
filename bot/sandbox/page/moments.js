/** Moments in words, in the browser's own zone. All times are seconds since 1970. */

const cache = new Map();

function format(language, options, seconds) {
  const key = language + JSON.stringify(options);
  if (!cache.has(key)) cache.set(key, new Intl.DateTimeFormat(language, options));
  return cache.get(key).format(new Date(seconds * 1000));
}

export function clockTime(seconds, language) {
  return format(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, seconds);
}

export function clockTimeWithSeconds(seconds, language) {
  return format(language, { hour: "2-digit", minute: "2-digit", second: "2-digit" }, seconds);
}

export function day(seconds, language) {
  return format(language, { weekday: "short", day: "numeric", month: "long" }, seconds);
}

/** Everything about a moment, with its zone. */
export function fullMoment(seconds, language) {
  return format(language, { dateStyle: "full", timeStyle: "long" }, seconds);
}

const DATES = { d: { day: "2-digit", month: "2-digit", year: "2-digit" }, D: { dateStyle: "long" } };
const TIMES = { t: { timeStyle: "short" }, T: { timeStyle: "medium" } };

/**
 * A `date_time` entity's text: `date_time_format` is `r|w?[dD]?[tT]?`, empty keeps the text as written.
 * @returns {string|null} null when the text stays as written
 */
export function entityMoment(pattern, seconds, now, language) {
  if (pattern === "r") return relative(seconds - now, language);
  const signs = [...(pattern ?? "")];
  const parts = [
    signs.includes("w") && format(language, { weekday: "long" }, seconds),
    ...signs.filter((sign) => sign in DATES).map((sign) => format(language, DATES[sign], seconds)),
    ...signs.filter((sign) => sign in TIMES).map((sign) => format(language, TIMES[sign], seconds)),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(language.startsWith("ar") ? "، " : ", ") : null;
}

const UNITS = [["year", 31_557_600], ["month", 2_629_800], ["day", 86_400], ["hour", 3600], ["minute", 60]];

function relative(difference, language) {
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  for (const [unit, seconds] of UNITS) {
    if (Math.abs(difference) >= seconds) return words.format(Math.trunc(difference / seconds), unit);
  }
  return words.format(Math.trunc(difference), "second");
}
