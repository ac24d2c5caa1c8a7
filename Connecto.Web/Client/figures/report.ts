/** The least value that this part of all, 0 to 1, does not exceed. */
export function percentile(values: number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]!;
}

export const most = (values: number[]) => percentile(values, 1);

/** Prints rows of what, measured and asked. */
export function table(title: string, rows: [what: string, measured: string, asked: string][]): void {
  const lines = [[title, 'measured', 'asked at most'], ['---', '---', '---'], ...rows];
  process.stdout.write(`\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`);
}
