/** Workers in network namespaces of their own, on links to the sweep's machine that drop and return. Needs root and iproute2. */
import { execFileSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import type { RedisServer } from '../redisProcess.ts';
import { countPublished, nameStudy, Process } from './places.ts';

const ip = (line: string) => execFileSync('ip', line.split(' '), { stdio: ['ignore', 'ignore', 'pipe'] });

/** A namespace with one link, from 10.213.N.2 in it to 10.213.N.1 here. */
export class Namespace {
  readonly name: string;
  readonly here: string;
  readonly #link: string;

  constructor(number: number) {
    this.name = `digits${process.pid}-${number}`;
    this.here = `10.213.${number}.1`;
    this.#link = `dg${process.pid}n${number}`.slice(0, 14);
    ip(`netns add ${this.name}`);
    ip(`link add ${this.#link} type veth peer name eth0 netns ${this.name}`);
    ip(`addr add ${this.here}/24 dev ${this.#link}`);
    ip(`link set ${this.#link} up`);
    ip(`-n ${this.name} addr add 10.213.${number}.2/24 dev eth0`);
    ip(`-n ${this.name} link set eth0 up`);
    ip(`-n ${this.name} link set lo up`);
  }

  /** Takes the link down or brings it up again: packets are lost, and nobody is told. */
  set(state: 'up' | 'down'): void {
    ip(`-n ${this.name} link set eth0 ${state}`);
  }

  remove(): void {
    ip(`netns del ${this.name}`);
  }
}

/** Sweeps with a worker in each namespace; their links drop in turn for `awayMs` while models are computed. */
export async function sweepThroughDrops(
  redis: RedisServer,
  namespaces: readonly Namespace[],
  {
    artifacts,
    store,
    seeds,
    drops,
    awayMs,
  }: { artifacts: string; store: string; seeds: number; drops: number; awayMs: number },
) {
  const sweep = new Process('pipeline/sweep.ts', [
    ...nameStudy(artifacts, '3,4', seeds),
    ...['--queue', redis.address, '--store', store],
  ]);
  const workers = namespaces.map(({ name, here }) => {
    const options = [
      '--queue',
      `redis://${here}:${redis.port}`,
      '--store',
      store,
      '--workers',
      '1',
      '--lost-after',
      '4',
    ];
    return new Process('pipeline/commands/worker.ts', options, {}, ['ip', 'netns', 'exec', name]);
  });
  await Promise.all(workers.map((worker) => worker.said(/^\S+: published/gm)));
  let dropped = 0;
  for (; dropped < drops && sweep.isRunning; dropped++) {
    const one = namespaces[dropped % namespaces.length]!;
    one.set('down');
    await wait(awayMs);
    one.set('up');
    await wait(4000);
  }
  const code = await sweep.ended;
  for (const worker of workers) worker.child.kill('SIGTERM');
  await Promise.all(workers.map((worker) => worker.ended));
  const texts = workers.map(({ text }) => text);
  return { code, dropped, texts, text: sweep.text, published: countPublished(texts) };
}
