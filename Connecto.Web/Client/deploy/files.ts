import { readFileSync, readdirSync } from 'node:fs';
import { parse, parseAllDocuments } from 'yaml';

/** The repository's root, from the folder that npm runs in. */
const root = '../../';

export const read = (path: string): string => readFileSync(root + path, 'utf8');

export interface Probe {
  httpGet: { path: string; port: string };
}

export interface Container {
  image: string;
  env?: { name: string }[];
  envFrom: ({ configMapRef: { name: string } } | { secretRef: { name: string } })[];
  ports: { name: string; containerPort: number }[];
  lifecycle?: { preStop: { sleep: { seconds: number } } };
  startupProbe: Probe;
  readinessProbe: Probe;
  livenessProbe: Probe;
  securityContext: object;
}

export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
  stringData?: Record<string, string>;
  // oxlint-disable-next-line -- what a kind holds is the schema's matter
  spec?: any;
}

export interface Service {
  image: string;
  build?: { dockerfile: string };
  environment?: Record<string, string>;
  stop_grace_period: string;
  ports?: string[];
  container_name?: string;
  [other: string]: unknown;
}

export interface Compose {
  services: Record<string, Service>;
  networks: Record<string, { ipam?: { config: { subnet: string; gateway: string }[] } }>;
}

export const compose = (): Compose => parse(read('docker-compose.yml'), { merge: true }) as Compose;

const isManifest = (file: string): boolean => file.endsWith('.yaml') && file !== 'kustomization.yaml';

/** Every object of every manifest, the examples included. */
export const manifests = (): Manifest[] =>
  readdirSync(`${root}deploy/k8s`)
    .filter(isManifest)
    .flatMap((file) => parseAllDocuments(read(`deploy/k8s/${file}`)))
    .map((document) => document.toJS() as Manifest);

export const manifest = (kind: string, name: string): Manifest => {
  const found = manifests().find((one) => one.kind === kind && one.metadata.name === name);
  if (!found) throw new Error(`There is no ${kind} ${name}.`);
  return found;
};

/** What `deploy/k8s/archive` adds: the volume, and to the silos. */
export const archive = (part: 'volume' | 'silo'): Manifest => parse(read(`deploy/k8s/archive/${part}.yaml`)) as Manifest;

export const pod = (name: string): { terminationGracePeriodSeconds: number; securityContext: { runAsUser: number } } =>
  manifest('Deployment', name).spec.template.spec;

export const container = (name: string): Container => manifest('Deployment', name).spec.template.spec.containers[0];

export const dockerfiles = ['silo', 'web'] as const;

export const dockerfile = (name: string): string => read(`deploy/docker/${name}.Dockerfile`);

/** Names of the settings that a Dockerfile's last stage sets. */
export const dockerSettings = (text: string): string[] => {
  const lines = text.replace(/\\\n\s*/g, ' ').split('\n');
  return lines
    .filter((line) => line.startsWith('ENV '))
    .flatMap((line) => [...line.matchAll(/(\S+?)=\S*/g)].map((setting) => setting[1] ?? ''));
};
