import { describe, expect, it, vi } from 'vitest';
import { archive, type Container, compose, container, dockerfile, dockerfiles, dockerSettings, manifest, manifests, read } from './files.js';

// Files are read anew each time, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 });

/** Every variable that has a row in the reference, whatever its table. */
const known = new Set([...read('docs/configuration.md').matchAll(/^\| `(\w+)`/gm)].map((row) => row[1]));

const unknown = (names: Iterable<string>): string[] => [...new Set(names)].filter((name) => !known.has(name));

const inCompose = (): string[] => Object.values(compose().services).flatMap(({ environment }) => Object.keys(environment ?? {}));

/** What is left to whoever runs the compose file: `${NAME}`, `${NAME:-…}` and `${NAME:?…}`. */
const asked = (): string[] => [...read('docker-compose.yml').matchAll(/(?<!\$)\$\{(\w+)/g)].map((one) => one[1] ?? '');

const inManifests = (): string[] => [
  ...manifests()
    .filter(({ metadata }) => metadata.name !== 'connecto-adapter-rules')
    .flatMap(({ data, stringData }) => Object.keys({ ...data, ...stringData })),
  ...[...dockerfiles.map(container), archive('silo').spec.template.spec.containers[0] as Container]
    .flatMap(({ env }) => env ?? [])
    .map((one) => one.name),
];

describe('every setting has a row in docs/configuration.md', () => {
  it.each([
    ['of the compose file', inCompose],
    ['that the compose file asks for', asked],
    ['of the manifests', inManifests],
    ['of the Dockerfiles', () => dockerfiles.flatMap((name) => dockerSettings(dockerfile(name)))],
  ])('%s', (_, names) => {
    expect(names()).not.toEqual([]);
    expect(unknown(names())).toEqual([]);
  });

  it('and one without is found', () => {
    expect(unknown(['Cluster__SiloPort', 'Cluster__SiloPrt'])).toEqual(['Cluster__SiloPrt']);
    expect(dockerSettings('ENV A=1 \\\n    Chat__Odd= \\\n    B=x\nRUN C=2')).toEqual(['A', 'Chat__Odd', 'B']);
  });
});

it('gives in .env.example what the compose file asks for, and no more', () => {
  const given = [...read('.env.example').matchAll(/^(\w+)=/gm)].map((line) => line[1]);

  expect(given.sort()).toEqual([...new Set(asked())].sort());
});

it('holds no secret outside of .env and of the secret', () => {
  const secret = /pass|ConnectionStrings|ADMIN/i;
  const open = manifests().filter(({ kind }) => kind === 'ConfigMap');

  expect(open.flatMap(({ data }) => Object.keys(data ?? {})).filter((name) => secret.test(name))).toEqual([]);
  for (const { environment } of Object.values(compose().services)) {
    for (const [name, value] of Object.entries(environment ?? {})) {
      if (secret.test(name)) expect(value, name).toMatch(/\$\{\w+:\?/);
    }
  }
});

it('names only config maps and secrets that there are', () => {
  for (const name of dockerfiles) {
    for (const source of container(name).envFrom) {
      if ('configMapRef' in source) expect(manifest('ConfigMap', source.configMapRef.name)).toBeDefined();
      else expect(manifest('Secret', source.secretRef.name)).toBeDefined();
    }
  }
});
