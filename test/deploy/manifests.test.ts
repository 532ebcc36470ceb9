import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import semver from 'semver';
import { parse, parseAllDocuments } from 'yaml';
import { configurationVariables, loadConfig } from '../../src/config/config.js';
import { imageOf, readStages } from '../support/dockerfile.js';
import { Workshop } from '../support/process.js';

const FOLDER = 'deploy/kubernetes';
/** What Node itself reads, and what the image sets for the system. */
const OTHERS = ['NODE_OPTIONS', 'NODE_ENV', 'HOME'];
const known = new Set([...configurationVariables, ...OTHERS]);

const stages = await readStages();
const image = imageOf(stages);
const compose = parse(await readFile('compose.yaml', 'utf8'), { merge: true }) as Compose;
const manifests = await readManifests();

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  readonly profiles?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

// biome-ignore lint/suspicious/noExplicitAny: a manifest is what its kind says, and the test is what looks
type Manifest = any;

async function readManifests(): Promise<Manifest[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.yaml'));
  const texts = await Promise.all(names.map((name) => readFile(join(FOLDER, name), 'utf8')));
  return texts
    .flatMap((text) => parseAllDocuments(text))
    .map((document) => {
      if (document.errors.length > 0) throw document.errors[0];
      return document.toJS();
    });
}

const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);
const workloads = [...ofKind('Deployment'), ...ofKind('Job')];
const containerOf = (workload: Manifest) => workload.spec.template.spec.containers[0];
const commands = [
  image.command,
  ...Object.values(compose.services).flatMap(({ image: name, command }) =>
    name.startsWith('psa-bridge') && command ? [command] : [],
  ),
  ...workloads.map((workload) => containerOf(workload).args as string[]),
];

describe('O6: the image', () => {
  it('copies what is there, and its build what .dockerignore lets in', async () => {
    const ignored = (await readFile('.dockerignore', 'utf8')).split('\n').filter((line) => line.startsWith('!'));
    const letIn = ignored.map((line) => line.slice(1));
    const copied = (stages[0]?.instructions ?? [])
      .filter(({ word }) => word === 'COPY')
      .flatMap(({ rest }) => rest.split(' ').slice(0, -1));
    expect(copied.filter((path) => !existsSync(path))).toEqual([]);
    expect(copied.toSorted()).toEqual(letIn.toSorted());
  });

  it('runs a Node that we promise to run on, as no root, and knows its own files', async () => {
    const { engines } = JSON.parse(await readFile('package.json', 'utf8'));
    for (const { base } of stages) {
      const [, version = ''] = /^node:(\d+)-slim$/.exec(base) ?? [];
      expect(semver.satisfies(`${version}.0.0`, engines.node)).toBe(true);
      expect(Number(version)).toBe(24);
    }
    expect(image.user).toEqual({ uid: '10001', gid: '10001' });
    expect(image.stopSignal).toBe('SIGTERM');
    for (const [, file = ''] of [image.entrypoint, image.healthcheck]) {
      expect(existsSync(file.replace(/^\/app\/dist\/(.*)\.js$/, 'src/$1.ts'))).toBe(true);
    }
    expect(Object.keys(image.environment).filter((name) => !known.has(name))).toEqual([]);
    expect(stages.at(-1)?.instructions.filter(({ rest }) => /npm|apt|curl/.test(rest))).toEqual([]);
  });

  const workshop = new Workshop();
  afterAll(() => workshop.clean());

  it('is started by commands that there are', async () => {
    for (const command of new Set(commands.map((words) => words.join(' ')))) {
      const words = command.split(' ');
      const { code, stderr } = await workshop.run([...words, '--help']);
      expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: '' });
    }
  });
});

describe('O6: compose.yaml', () => {
  const { services } = compose;
  const servers = Object.values(services).filter((service) => service.environment?.['DATABASE_URL']);

  it('sets variables that there are, and ships no password', async () => {
    expect(servers.length).toBe(3);
    for (const { environment = {} } of servers) {
      expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([]);
    }
    const text = await readFile('compose.yaml', 'utf8');
    const passwords = [...text.matchAll(/\$\{POSTGRES_PASSWORD([^}]*)\}/g)].map(([, rest]) => rest);
    expect(passwords.length).toBeGreaterThan(0);
    for (const rest of passwords) expect(rest).toMatch(/^:\?set POSTGRES_PASSWORD in \.env/);
    expect(text).not.toMatch(/PASSWORD[:=] *['"]?\w+['"]?$/m);
  });

  it('hands on every variable that an operator may set in .env', () => {
    // The image and the file itself say where things are; certificates and authorities are files, to be mounted with them.
    const settled = ['DATA_DIR', 'HOST', 'PORT', 'METRICS_PORT', 'SEALING_KEYS'];
    const files = ['TLS_CERT_FILE', 'TLS_KEY_FILE', 'CONNECTWISE_CA_FILE'];
    for (const { environment = {} } of servers) {
      const missing = configurationVariables.filter((name) => !(name in environment));
      expect(missing.toSorted()).toEqual([...settled, ...files].toSorted());
    }
  });

  it('starts what it starts in order, from volumes and secrets that it names', () => {
    for (const [name, { depends_on = {}, volumes = [], secrets = [], read_only, cap_drop }] of Object.entries(
      services,
    )) {
      expect(Object.keys(depends_on).filter((other) => !services[other])).toEqual([]);
      expect(volumes.map((volume) => volume.split(':')[0] ?? '').filter((each) => !(each in compose.volumes))).toEqual(
        [],
      );
      expect(secrets.filter((secret) => !(secret in compose.secrets))).toEqual([]);
      if (name !== 'postgres')
        expect({ name, read_only, cap_drop }).toEqual({ name, read_only: true, cap_drop: ['ALL'] });
    }
    expect(services['migrate']?.depends_on?.['postgres']?.condition).toBe('service_healthy');
    for (const name of ['api', 'worker']) {
      expect(services[name]?.depends_on?.['migrate']?.condition).toBe('service_completed_successfully');
    }
    expect(services['sandbox']?.profiles).toEqual(['sandbox']);
    expect(services['api']?.ports?.every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
    expect(services['api']?.volumes).toEqual(['data:/data']);
  });

  it('the sandbox is let in under the name and port that its comment says', () => {
    const [, , name, , port] = services['sandbox']?.command ?? [];
    expect(loadConfig({ CONNECTWISE_ALLOWED_HOSTS: `${name}:${port}` }).connectWiseAllowedHosts).toEqual([
      'sandbox:4010',
    ]);
  });
});

describe('O6: deploy/kubernetes', () => {
  const VERSIONS: Readonly<Record<string, string>> = {
    ...{ Namespace: 'v1', Secret: 'v1', ConfigMap: 'v1', Service: 'v1', Deployment: 'apps/v1', Job: 'batch/v1' },
    ...{ PodDisruptionBudget: 'policy/v1', Kustomization: 'kustomize.config.k8s.io/v1beta1' },
  };

  it('each manifest has its version and a name, and the kustomization names each file but the example', async () => {
    for (const { kind, apiVersion, metadata } of manifests) {
      expect({ kind, apiVersion }).toEqual({ kind, apiVersion: VERSIONS[kind] });
      if (kind !== 'Kustomization') expect(metadata.name).toMatch(/^psa-bridge(-[a-z]+)?$/);
    }
    const files = (await readdir(FOLDER)).filter((name) => !/^(kustomization|secret\.example)\.yaml$/.test(name));
    const [{ resources, images }] = ofKind('Kustomization');
    expect(resources.toSorted()).toEqual(files.toSorted());
    const names = workloads.map((workload) => containerOf(workload).image);
    expect(new Set(names)).toEqual(new Set(images.map(({ name }: { name: string }) => name)));
  });

  it('selectors find the pods they are for, and those only', () => {
    const pods = ofKind('Deployment').map(({ metadata, spec }) => ({
      name: metadata.name,
      labels: spec.template.metadata.labels,
    }));
    const matched = (selector: Record<string, string>) =>
      pods.filter(({ labels }) => Object.entries(selector).every(([key, value]) => labels[key] === value));
    for (const { metadata, spec } of ofKind('Deployment')) {
      const selectors = [spec.selector, spec.template.spec.topologySpreadConstraints[0].labelSelector];
      for (const { matchLabels } of selectors)
        expect(matched(matchLabels).map(({ name }) => name)).toEqual([metadata.name]);
    }
    for (const { metadata, spec } of ofKind('PodDisruptionBudget')) {
      expect(matched(spec.selector.matchLabels).map(({ name }) => name)).toEqual([metadata.name]);
    }
    expect(ofKind('PodDisruptionBudget').length).toBe(pods.length);
    expect(ofKind('Service').flatMap(({ spec }) => matched(spec.selector).map(({ name }) => name))).toEqual([
      'psa-bridge-api',
    ]);
  });

  it('probes ask what the server answers, on ports that it listens on', () => {
    const { port, metricsPort } = loadConfig({});
    for (const deployment of ofKind('Deployment')) {
      const container = containerOf(deployment);
      const ports = Object.fromEntries(
        container.ports.map(({ name, containerPort }: { name: string; containerPort: number }) => [
          name,
          containerPort,
        ]),
      );
      expect(ports).toEqual({ http: port, metrics: metricsPort });
      const paths = ['startupProbe', 'livenessProbe', 'readinessProbe'].map((name) => {
        expect(container[name].httpGet.port).toBe('http');
        return container[name].httpGet.path;
      });
      expect(paths).toEqual(['/livez', '/livez', '/readyz']);
      expect(deployment.spec.template.metadata.annotations['prometheus.io/port']).toBe(String(metricsPort));
      expect(deployment.spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(15);
    }
    expect(ofKind('Service')[0].spec.ports[0].targetPort).toBe('http');
  });

  it('no pod is root, writes to its files, has a right of the kernel or a key of the cluster', () => {
    for (const workload of workloads) {
      const { securityContext, automountServiceAccountToken } = workload.spec.template.spec;
      const { uid, gid } = image.user;
      expect(securityContext).toEqual({
        ...{ runAsNonRoot: true, runAsUser: Number(uid), runAsGroup: Number(gid), fsGroup: Number(gid) },
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(automountServiceAccountToken).toBe(false);
      expect(containerOf(workload).securityContext).toEqual({
        ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
        capabilities: { drop: ['ALL'] },
      });
      const { requests, limits } = containerOf(workload).resources;
      expect({ ...requests, ...limits }).toEqual({ cpu: expect.any(String), memory: '512Mi' });
    }
  });

  it('every variable is one of ours, and what is taken from the map and the secret is in them', () => {
    const [map] = ofKind('ConfigMap');
    const [secret] = ofKind('Secret');
    expect(Object.keys(map.data).filter((name) => !known.has(name))).toEqual([]);
    for (const value of Object.values(map.data)) expect(typeof value).toBe('string');
    for (const workload of workloads) {
      const { env, envFrom, volumeMounts } = containerOf(workload);
      expect(env.map(({ name }: { name: string }) => name).filter((name: string) => !known.has(name))).toEqual([]);
      expect(envFrom[0].configMapRef.name).toBe(map.metadata.name);
      for (const { valueFrom } of env) {
        expect(valueFrom.secretKeyRef.name).toBe(secret.metadata.name);
        expect(Object.keys(secret.stringData)).toContain(valueFrom.secretKeyRef.key);
      }
      const [volume, ...others] = workload.spec.template.spec.volumes;
      expect(volume.secret.secretName).toBe(secret.metadata.name);
      const at = volumeMounts.find(({ name }: { name: string }) => name === volume.name).mountPath;
      expect(volume.secret.items.map(({ path }: { path: string }) => `${at}/${path}`)).toEqual([
        map.data.SEALING_KEY_FILE,
      ]);
      expect(Object.keys(secret.stringData)).toContain(volume.secret.items[0].key);
      expect(volumeMounts.map(({ name }: { name: string }) => name)).toEqual(
        [volume, ...others].map(({ name }) => name),
      );
    }
  });

  it('keeps the heap below what the container may use', () => {
    const [map] = ofKind('ConfigMap');
    const [, heap = ''] = /^--max-old-space-size=(\d+) --max-semi-space-size=16$/.exec(map.data.NODE_OPTIONS) ?? [];
    expect(Number(heap)).toBe(256);
    expect(compose.services['api']?.environment?.['NODE_OPTIONS']).toBe(map.data.NODE_OPTIONS);
  });
});
