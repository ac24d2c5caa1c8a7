import { describe, expect, it, vi } from 'vitest';
import { archive, compose, container, dockerfile, dockerfiles, manifest, manifests, pod, read } from './files.js';

// Files are read anew each time, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 });

const seconds = (time: string): number => {
  const parts = time.includes(':') ? time.split(':') : ['0', '0', time.replace(/s$/, '')];
  return parts.reduce((sum, part) => 60 * sum + Number(part), 0);
};

const settings = (): Record<string, string> => ({
  ...manifest('ConfigMap', 'connecto').data,
  ...manifest('ConfigMap', 'connecto-web').data,
});

const setting = (name: string): string => settings()[name] ?? '';

/** What a web needs from its signal to its end: notice, drain, last sockets, the rest (docs/operations.md). */
const webNeeds = (drain: string): number => 2 + seconds(drain) + 2 + 30;

/** What a silo needs: grains and writers, then the last flush of counters. */
const siloNeeds = 30 + 5;

describe('ports', () => {
  it('are those that the images open', () => {
    for (const name of dockerfiles) {
      const opened = /^EXPOSE (.*)$/m.exec(dockerfile(name))?.[1]?.split(' ').map(Number);
      expect(container(name).ports.map((port) => port.containerPort)).toEqual(opened);
    }
  });

  it('are those that silos are set to and webs may reach', () => {
    const silo = [Number(setting('Cluster__SiloPort')), Number(setting('Cluster__GatewayPort'))];
    expect(container('silo').ports.slice(1).map((port) => port.containerPort)).toEqual(silo);
    const { Cluster__SiloPort, Cluster__GatewayPort } = compose().services['silo']?.environment ?? {};
    expect([Number(Cluster__SiloPort), Number(Cluster__GatewayPort)]).toEqual(silo);

    const ports = (rules: { ports: { port: number }[] }[]) => rules.map((rule) => rule.ports.map(({ port }) => port));
    expect(ports(manifest('NetworkPolicy', 'silo').spec.ingress)).toEqual([silo, silo.slice(1), [8080]]);
    expect(ports(manifest('NetworkPolicy', 'silo').spec.egress)).toEqual([silo]);
    expect(ports(manifest('NetworkPolicy', 'web').spec.egress)).toEqual([silo.slice(1)]);
    expect(ports(manifest('NetworkPolicy', 'web').spec.ingress)).toEqual([[8080]]);
  });

  it('of this machine are the proxy alone, so that the rest can be scaled', () => {
    const services = Object.entries(compose().services);
    expect(services.filter(([, service]) => service.ports).map(([name]) => name)).toEqual(['proxy']);
    expect(services.filter(([, service]) => service.container_name)).toEqual([]);
  });
});

describe('ends', () => {
  it('leave each part the time that it needs', () => {
    const { web, silo } = compose().services;
    const drain = web?.environment?.['Chat__ReconnectWithin'] ?? '';
    expect(seconds(drain)).toBe(60);
    expect(seconds(web?.stop_grace_period ?? '')).toBeGreaterThan(webNeeds(drain));
    expect(seconds(silo?.stop_grace_period ?? '')).toBeGreaterThan(siloNeeds);

    expect(setting('Chat__ReconnectWithin')).toBe(drain);
    const preStop = container('web').lifecycle?.preStop.sleep.seconds ?? 0;
    expect(preStop).toBeGreaterThan(0);
    expect(pod('web').terminationGracePeriodSeconds).toBeGreaterThan(preStop + webNeeds(drain));
    expect(pod('silo').terminationGracePeriodSeconds).toBeGreaterThan(siloNeeds);
  });

  it('come in the order of who needs whom', () => {
    const needs = (name: string) => Object.keys((compose().services[name]?.['depends_on'] as object | undefined) ?? {});
    expect(needs('proxy')).toEqual(['web']);
    expect(needs('web')).toEqual(['silo']);
    expect(needs('silo')).toEqual(['postgres', 'redis']);
  });
});

describe('images', () => {
  it('are pinned', () => {
    const composed = Object.values(compose().services).map((service) => service.image);
    const built = dockerfiles.flatMap((name) => [...dockerfile(name).matchAll(/^FROM (\S+)/gm)].map((from) => from[1]));
    const run = dockerfiles.map((name) => container(name).image);
    for (const image of [...composed, ...built, ...run]) {
      expect(image).toMatch(/:(\d+\.\d+|\$\{CONNECTO_VERSION:-\d+\.\d+\.\d+)/);
      expect(image).not.toContain('latest');
    }
  });

  it('are of the version that is built', () => {
    const version = /<Version>(.*)<\/Version>/.exec(read('Directory.Build.props'))?.[1] ?? '';
    expect(version).toMatch(/^\d/);
    expect(dockerfiles.map((name) => container(name).image)).toEqual(dockerfiles.map((name) => `connecto-${name}:${version}`));
    expect(read('deploy/k8s/kustomization.yaml').match(/newTag: .*/g)).toEqual([`newTag: ${version}`, `newTag: ${version}`]);
    expect(read('.env.example')).toContain(`CONNECTO_VERSION=${version}\n`);
  });

  it('hold Microsoft Orleans, end without a shell and are not run by root', () => {
    for (const name of dockerfiles) {
      const last = dockerfile(name).slice(dockerfile(name).lastIndexOf('\nFROM'));
      expect(dockerfile(name)).toContain('-p:OrleansRuntime=packages');
      expect(last).toContain('-chiseled\n');
      expect(last).toContain('USER $APP_UID');
      expect(last).not.toContain('RUN ');
    }
  });
});

describe('what runs', () => {
  it('in compose has a read-only root, no rights, and says whether it is healthy', () => {
    for (const [name, service] of Object.entries(compose().services)) {
      const { read_only, cap_drop, security_opt } = service;
      expect({ read_only, cap_drop, security_opt }, name).toEqual({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
      expect(service['healthcheck'], name).toBeDefined();
      expect(service['tmpfs'], name).toBeDefined();
    }
  });

  it('in Kubernetes keeps to the restricted profile', () => {
    for (const name of dockerfiles) {
      expect(pod(name).securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      expect(container(name).securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  it('is asked whether it is ready to be called, and whether it lives to be started again', () => {
    for (const name of dockerfiles) {
      const { startupProbe, readinessProbe, livenessProbe } = container(name);
      expect(startupProbe.httpGet.path).toBe('/health/ready');
      expect(readinessProbe.httpGet.path).toBe('/health/ready');
      expect(livenessProbe.httpGet.path).toBe('/health/live');
    }
  });

  it('is found by what speaks of it', () => {
    for (const kind of ['PodDisruptionBudget', 'HorizontalPodAutoscaler', 'NetworkPolicy', 'ServiceAccount']) {
      const names = manifests().filter((one) => one.kind === kind).map((one) => one.metadata.name);
      expect(names).toEqual(expect.arrayContaining([...dockerfiles]));
    }
    for (const name of dockerfiles) {
      const { selector, template } = manifest('Deployment', name).spec;
      expect(template.metadata.labels).toMatchObject(selector.matchLabels);
      expect(manifest('PodDisruptionBudget', name).spec.selector).toEqual(selector);
      expect(manifest('NetworkPolicy', name).spec.podSelector).toEqual(selector);
      expect(manifest('HorizontalPodAutoscaler', name).spec.scaleTargetRef).toMatchObject({ kind: 'Deployment', name });
    }
  });
});

describe('the folder of archives', () => {
  const folder = compose().services['silo']?.environment?.['Archive__Folder'];

  it('is a volume in compose, which silos own and no round fills unless it is asked for', () => {
    expect(compose().services['silo']?.['volumes']).toEqual([`archive:${folder}`]);
    expect(dockerfile('silo')).toContain(`COPY --from=build --chown=${pod('silo').securityContext.runAsUser}:1654 ${folder} ${folder}\n`);
    expect(read('.env.example')).toMatch(/^Archive__MessagesAfterDays=\nArchive__EventsAfterDays=$/m);
  });

  it('is a volume of many nodes in Kubernetes, where its component is added', () => {
    const { securityContext, containers, volumes } = archive('silo').spec.template.spec;
    const { name, env, volumeMounts } = containers[0];
    expect([archive('silo').metadata.name, name]).toEqual(['silo', 'silo']);
    expect(env[0]).toEqual({ name: 'Archive__Folder', value: folder });
    expect(volumeMounts).toEqual([{ name: volumes[0].name, mountPath: folder }]);
    expect(volumes[0].persistentVolumeClaim.claimName).toBe(archive('volume').metadata.name);
    expect(archive('volume').spec.accessModes).toEqual(['ReadWriteMany']);
    expect(securityContext.fsGroup).toBe(pod('silo').securityContext.runAsUser);
    expect(read('deploy/k8s/archive/kustomization.yaml')).toContain('resources: [volume.yaml]\npatches:\n  - path: silo.yaml\n');
  });
});

it('runs a PostgreSQL that keeps what it has acknowledged', () => {
  const command = String(compose().services['postgres']?.['command']);
  for (const name of ['fsync', 'full_page_writes', 'synchronous_commit']) {
    expect(command).toContain(`-c ${name}=on`);
  }
});

it('runs a PostgreSQL with room for all while they are rolled', () => {
  // docs/operations.md: two pools of 20 each, and of a silo two lanes and four of Orleans' own.
  const [silo, web] = [46, 40];
  const most = Number(/max_connections=(\d+)/.exec(String(compose().services['postgres']?.['command']))?.[1]);

  expect(most).toBeGreaterThanOrEqual(2 * (3 * silo + 2 * web) + 10);
});

it('runs a Redis that keeps every change', () => {
  expect(String(compose().services['redis']?.['command'])).toContain('--appendonly yes --appendfsync always');
});

it('takes the word of a proxy on this machine, whose connections come from the gateway', () => {
  const { subnet, gateway } = compose().networks['front']?.ipam?.config[0] ?? {};

  expect(compose().services['web']?.environment?.['Proxies__Known']).toBe(subnet);
  expect(compose().services['proxy']?.environment?.['CONNECTO_OUTER_PROXIES']).toBe(`\${CONNECTO_OUTER_PROXIES:-${gateway}}`);
  expect(read('.env.example')).toContain(`CONNECTO_OUTER_PROXIES=${gateway}\n`);
});
