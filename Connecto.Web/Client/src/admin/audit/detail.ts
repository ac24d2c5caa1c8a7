/** Of a list only so many are shown. */
const most = 5;

/** The parts of an entry's detail as names and values that can be read; what is null was not given, and is left out. */
export function detailOf(detail: unknown): [string, string][] {
  if (typeof detail !== 'object' || detail === null) return [];
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => [name, textOf(value)]);
}

function textOf(value: unknown): string {
  if (!Array.isArray(value)) return typeof value === 'object' ? JSON.stringify(value) : String(value);
  const shown = value.slice(0, most).map(textOf).join(', ');
  return value.length > most ? `${shown} … (${value.length})` : shown || '[]';
}
