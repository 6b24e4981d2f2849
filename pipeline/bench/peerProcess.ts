/** A program in another language that is asked, a line of JSON at a time, to do what is measured. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { decodeJson } from '../store/files.ts';
import { UserError } from '../study/errors.ts';

/** Lives until it is closed, or this process ends. */
export class PeerProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #killAtExit: () => void;
  readonly #name: string;
  /** Resolves once the program has ended and all that it wrote is read. */
  readonly #closed: Promise<unknown>;
  #complaint = '';

  /** `name`: the program's in messages. */
  constructor(name: string, command: readonly string[], env: NodeJS.ProcessEnv) {
    this.#name = name;
    const [program, ...args] = command;
    this.#child = spawn(program!, args, { env, stdio: 'pipe' });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = lastLine(text) ?? this.#complaint;
    });
    this.#child.on('error', (error) => {
      this.#complaint = error.message;
    });
    this.#closed = new Promise((resolve) => this.#child.once('close', resolve));
    // It ended early; the request that waits for an answer says so.
    this.#child.stdin.on('error', () => undefined);
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#killAtExit = () => void this.#child.kill('SIGKILL');
    process.once('exit', this.#killAtExit);
  }

  /** The answer to a request. Throws a UserError where the program has ended, or answers with an error. */
  async ask<Answer>(request: Readonly<Record<string, unknown>>, schema: z.ZodType<Answer>): Promise<Answer> {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) {
      await this.#closed;
      throw new UserError(`${this.#name}: ${this.#complaint || 'it ended without a word'}`);
    }
    const answer = decodeJson(
      Buffer.from(value),
      this.#name,
      z.union([failure, schema]),
      'report this as a fault',
    );
    const failed = failure.safeParse(answer);
    if (failed.success) throw new UserError(`${this.#name}: ${failed.data.error}`);
    return answer as Answer;
  }

  /** Lets the program end. */
  async close(): Promise<void> {
    process.off('exit', this.#killAtExit);
    this.#child.stdin.end();
    await this.#closed;
  }
}

const failure = z.object({ error: z.string() });

function lastLine(text: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => line !== '');
}
