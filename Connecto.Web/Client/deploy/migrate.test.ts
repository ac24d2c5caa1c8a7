import { expect, it, vi } from 'vitest';
import { container, manifest, manifests, pod, read, type Container } from './files.js';
import { manifestFaults } from './schemas.js';

// Compiling the schemas is work, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

interface Override {
  apiVersion: string;
  spec: { securityContext: object; containers: (Container & { args: string[] })[] };
}

/** The command of docs/operations.md that brings a schema back, with the backslashes of its lines taken out. */
const command = /kubectl -n connecto run migrate [\s\S]*?'\n```/.exec(read('docs/operations.md'))?.[0].replaceAll('\\\n', '') ?? '';
const [, name = '', value = ''] = /--labels (\S+)=(\S+)/.exec(command) ?? [];
const override = JSON.parse(/--overrides '([\s\S]*)'/.exec(command)?.[1] ?? 'null') as Override;

const imageName = (image: string): string => image.split(':')[0] ?? '';

interface Selector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values: string[] }[];
}

const selects = ({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Record<string, string>): boolean =>
  Object.entries(matchLabels).every(([key, wanted]) => labels[key] === wanted) &&
  matchExpressions.every(({ key, values }) => values.includes(labels[key] ?? ''));

it('runs the image of silos with their secret, and is a pod by the schema', () => {
  const [migrate] = override.spec.containers;
  const labels = { [name]: value };

  expect(manifestFaults({ ...override, kind: 'Pod', metadata: { name: 'migrate', labels } } as never)).toEqual([]);
  expect(imageName(migrate?.image ?? '')).toBe(imageName(container('silo').image));
  expect(command).toContain(`--image ${migrate?.image} `);
  expect(migrate?.args[0]).toBe('--migrate-to');
  expect(container('silo').envFrom).toEqual(expect.arrayContaining(migrate?.envFrom ?? []));
  expect(pod('silo').securityContext).toMatchObject(override.spec.securityContext);
  expect(container('silo').securityContext).toMatchObject(migrate?.securityContext ?? {});
});

it('is let out to the stores, and nowhere else, and nobody is let in', () => {
  const policies = manifests().filter(({ kind, spec }) => kind === 'NetworkPolicy' && selects(spec.podSelector, { [name]: value }));

  expect(policies.map(({ metadata }) => metadata.name).sort()).toEqual(['nothing-else', 'stores']);
  expect(manifest('NetworkPolicy', 'stores').spec.policyTypes).toEqual(['Egress']);
});
