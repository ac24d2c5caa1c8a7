import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adminTexts } from '.';

/** Where the server's source is. */
const server = new URL('../../../../../', import.meta.url).pathname;

type Tree = { [name: string]: string | ((...values: never[]) => string) | Tree };

/** Each text with the way to it; those that take values, with some. */
function* all(tree: Tree, way = ''): Generator<[string, string]> {
  for (const [name, value] of Object.entries(tree)) {
    const at = way ? `${way}.${name}` : name;
    if (typeof value === 'string') yield [at, value];
    else if (typeof value === 'function') yield [at, value(...([3, 3, 3] as never[]))];
    else yield* all(value, at);
  }
}

describe("The console's texts", () => {
  const korean = new Map(all(adminTexts.ko as unknown as Tree));

  it.each([...all(adminTexts.en as unknown as Tree)])('are there in both languages: %s', (at, english) => {
    expect(english.trim()).not.toBe('');
    expect(english).not.toMatch(/undefined|NaN/);
    expect(korean.get(at)?.trim()).toBeTruthy();
    expect(korean.get(at)).not.toBe(english);
  });

  it('name every rule by which the server finds a bottleneck', () => {
    const source = readFileSync(`${server}Connecto.Grains/Storage/Profiling/Bottlenecks.cs`, 'utf8');
    const rules = [...source.matchAll(/\bFind\(\s*"(\w+)"/g)].map(([, rule]) => rule).sort();
    expect(rules.length).toBeGreaterThan(5);
    expect(Object.keys(adminTexts.en.bottlenecks.rules).sort()).toEqual(rules);
  });

  it('name everything that the server audits', () => {
    const folders = ['Connecto.Web/Admin', 'Connecto.Grains/Admin', 'Connecto.Grains/Reports', 'Connecto.Grains/Users'];
    const acts = folders.flatMap((folder) =>
      readdirSync(server + folder).flatMap((file) =>
        [...readFileSync(`${server}${folder}/${file}`, 'utf8').matchAll(/"([a-z]+\.[a-z]+)"/g)].map(([, act]) => act),
      ),
    );
    expect(Object.keys(adminTexts.en.audit.actions).sort()).toEqual([...new Set(acts)].sort());
  });

  it('count as each language does', () => {
    expect(adminTexts.en.reports.openCount(1)).toBe('1 open report');
    expect(adminTexts.ko.reports.openCount(1_200)).toBe('처리할 신고 1,200건');
  });
});
