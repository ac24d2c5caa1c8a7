import type { Language } from './texts';

/** Formats are costly to make and few. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${name}`;
  let known = formats.get(key);
  if (!known) formats.set(key, (known = new Intl.DateTimeFormat(language, options)));
  return known;
}

/** `9:05 PM`, `오후 9:05` */
export const timeOf = (at: string, language: Language): string =>
  format(language, 'time', { hour: 'numeric', minute: '2-digit' }).format(new Date(at));

/** `Monday, May 4, 2026`, `2026년 5월 4일 월요일` */
export const dayOf = (at: string, language: Language): string =>
  format(language, 'day', { dateStyle: 'full' }).format(new Date(at));

/** Day and time, for who wants to know exactly. */
export const momentOf = (at: string, language: Language): string =>
  format(language, 'moment', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));

/** A day without a year of this year's, with one of others. */
export const dateOf = (at: string, language: Language, now: Date = new Date()): string => {
  const date = new Date(at);
  return date.getFullYear() === now.getFullYear()
    ? format(language, 'date', { month: 'short', day: 'numeric' }).format(date)
    : format(language, 'date of year', { year: 'numeric', month: 'short', day: 'numeric' }).format(date);
};

export const isSameDay = (a: string | Date, b: string | Date): boolean =>
  new Date(a).toDateString() === new Date(b).toDateString();

/** As a list shows it: today's time, yesterday by its name, else the day. */
export function shortly(at: string, language: Language, now: Date = new Date()): string {
  if (isSameDay(at, now)) return timeOf(at, language);
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (isSameDay(at, yesterday)) return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-1, 'day');
  return dateOf(at, language, now);
}

const steps = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** `5 minutes ago` */
export function ago(at: string, language: Language, now: Date = new Date()): string {
  const seconds = (now.getTime() - new Date(at).getTime()) / 1000;
  const [unit, length] = steps.find(([, each]) => seconds >= each) ?? ['minute', 60];
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-Math.floor(Math.max(seconds, 0) / length), unit);
}

/** A day without a time, `2026-05-04`, which is the same day wherever one is. */
export const plainDay = (day: string, language: Language): string => plainDays(language).format(atMidnight(day));

/** `Jun 12 – 20, 2026` */
export const plainRange = (from: string, to: string, language: Language): string =>
  plainDays(language).formatRange(atMidnight(from), atMidnight(to));

const plainDays = (language: Language) => format(language, 'plain', { dateStyle: 'medium', timeZone: 'UTC' });
const atMidnight = (day: string): Date => new Date(`${day.slice(0, 10)}T00:00:00Z`);
