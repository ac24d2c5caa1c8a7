import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { manifest } from './files.js';

interface Rule {
  seriesQuery: string;
  resources: { overrides: Record<string, { resource: string }> };
  metricsQuery: string;
}

it('serves for each pod what the autoscaler of webs asks for', () => {
  const { rules } = parse(manifest('ConfigMap', 'connecto-adapter-rules').data?.['config.yaml'] ?? '') as { rules: Rule[] };
  const asked = (manifest('HorizontalPodAutoscaler', 'web').spec.metrics as { type: string; pods?: { metric: { name: string } } }[])
    .filter(({ type }) => type === 'Pods')
    .map(({ pods }) => pods?.metric.name);

  expect(rules.map(({ seriesQuery }) => seriesQuery.split('{')[0])).toEqual(asked);
  for (const { seriesQuery, resources, metricsQuery } of rules) {
    expect(Object.values(resources.overrides).map(({ resource }) => resource)).toEqual(['namespace', 'pod']);
    for (const label of Object.keys(resources.overrides)) expect(seriesQuery).toContain(`${label}!=""`);
    expect(metricsQuery).toBe('sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)');
  }
});
