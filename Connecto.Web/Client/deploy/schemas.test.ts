import { describe, expect, it, vi } from 'vitest';
import { archive, compose, manifest, manifests, type Manifest } from './files.js';
import { composeFaults, manifestFaults } from './schemas.js';

// Compiling the schemas is work, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

const changed = (change: (deployment: Manifest) => void): Manifest => {
  const copy = structuredClone(manifest('Deployment', 'web'));
  change(copy);
  return copy;
};

describe('the compose file', () => {
  it('is one by the schema of the compose specification', () => {
    expect(composeFaults(compose())).toEqual([]);
  });

  it.each([
    ['an unknown key', { services: { web: { image: 'x', stop_grace: '1s' } } }, 'additional properties'],
    ['a wrong type', { services: { web: { image: 7 } } }, 'must be string'],
    ['a wrong duration', { services: { web: { image: 'x', stop_grace_period: 'soon' } } }, 'must match format'],
  ])('would not be one with %s', (_, file, fault) => {
    expect(composeFaults(file).join('\n')).toContain(fault);
  });
});

describe('the manifests', () => {
  it.each([...manifests(), archive('volume')].map((one) => [`${one.kind} ${one.metadata.name}`, one] as const))('%s is one', (_, one) => {
    expect(manifestFaults(one)).toEqual([]);
  });

  it.each([
    ['a misspelt field', changed((one) => (one.spec.template.spec.containers[0].livenesProbe = {})), 'livenesProbe is not known'],
    ['a field in a wrong place', changed((one) => (one.spec.terminationGracePeriodSeconds = 9)), 'terminationGracePeriodSeconds is not known'],
    ['a wrong type', changed((one) => (one.spec.minReadySeconds = 'ten')), '/spec/minReadySeconds type'],
    ['what is required left out', changed((one) => delete one.spec.selector), '/spec required selector'],
  ])('would not be ones with %s', (_, one, fault) => {
    expect(manifestFaults(one).join('\n')).toContain(fault);
  });
});
