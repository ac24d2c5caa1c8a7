import type { Language } from '../ui/texts';

/** Formats are costly to make and few. */
const formats = new Map<string, Intl.NumberFormat>();

function format(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options);
  let known = formats.get(key);
  if (!known) formats.set(key, (known = new Intl.NumberFormat(language, options)));
  return known;
}

/** What stands where a value is not known. */
export const none = '–';

export const whole = (n: number, language: Language): string => format(language, { maximumFractionDigits: 0 }).format(n);

/** `1.2M`, `120만` */
export const compact = (n: number, language: Language): string =>
  n < 10_000 ? whole(n, language) : format(language, { notation: 'compact', maximumFractionDigits: 1 }).format(n);

/** With one digit after the point below ten: `0.4`, `37`, `1,204`. */
export const rate = (n: number, language: Language): string =>
  format(language, { maximumFractionDigits: n < 10 ? 1 : 0 }).format(n);

/** `0.35 ms`, `12 ms`, `1.4 s` */
export function milliseconds(ms: number, language: Language): string {
  if (ms >= 1000) return `${format(language, { maximumFractionDigits: 1 }).format(ms / 1000)} s`;
  const maximumFractionDigits = ms < 1 ? 2 : ms < 10 ? 1 : 0;
  return `${format(language, { maximumFractionDigits }).format(ms)} ms`;
}

/** Of a share from 0 to 1: `0.04%`, `3.1%`, `98%` */
export const percent = (share: number, language: Language): string =>
  format(language, { style: 'percent', maximumFractionDigits: share < 0.01 ? 2 : 1 }).format(share);

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** In powers of 1,024, as databases count. */
export function bytes(n: number, language: Language): string {
  const step = n < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(n) / 10));
  const value = n / 1024 ** step;
  const unit = { style: 'unit', unit: units[step], unitDisplay: 'narrow' } as const;
  return format(language, { ...unit, maximumFractionDigits: value < 10 && step > 0 ? 1 : 0 }).format(value);
}
