/** A real Redis as a process, on the loopback address unless told otherwise. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Where Debian has it. */
export const SERVER = '/usr/bin/redis-server';

/** A port that is free now. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A Redis with an append-only file. */
export class RedisServer {
  readonly port: number;
  readonly #folder: string;
  readonly #options: readonly string[];
  #child: ChildProcess | undefined;

  constructor(port: number, folder: string, options: readonly string[]) {
    this.port = port;
    this.#folder = folder;
    this.#options = options;
  }

  /** Folder of its files. */
  get folder(): string {
    return this.#folder;
  }

  get address(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const own = ['--port', `${this.port}`, '--dir', this.#folder, '--appendonly', 'yes', '--save', ''];
    const bind = this.#options.includes('--bind') ? [] : ['--bind', '127.0.0.1'];
    this.#child = spawn(SERVER, [...own, ...bind, ...this.#options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise<void>((resolve, reject) => {
      this.#child!.once('error', reject);
      this.#child!.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
      let text = '';
      this.#child!.stdout!.on('data', (part) => {
        text += String(part);
        if (/Ready to accept connections/.test(text)) resolve();
      });
    });
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  /** SIGSTOP keeps connections and answers nothing. */
  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  async restart(signal: NodeJS.Signals, awayMs: number): Promise<void> {
    await this.stop(signal);
    await wait(awayMs);
    await this.start();
  }
}
