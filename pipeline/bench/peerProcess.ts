/** A program in another language that is asked, a line of JSON at a time, to do what is measured. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { UserError } from '../study/errors.ts';

/** Lives until it is closed, or this process ends. */
export class PeerProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #killAtExit: () => void;
  #complaint = '';

  constructor(command: readonly string[], env: NodeJS.ProcessEnv) {
    const [program, ...args] = command;
    this.#child = spawn(program!, args, { env, stdio: 'pipe' });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = lastLine(text) ?? this.#complaint;
    });
    this.#child.on('error', (error) => {
      this.#complaint = error.message;
    });
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
    if (done) throw new UserError(this.#complaint || 'it ended without a word');
    const answer: unknown = JSON.parse(value as string);
    const failed = failure.safeParse(answer);
    if (failed.success) throw new UserError(failed.data.error);
    return schema.parse(answer);
  }

  /** Lets the program end. */
  async close(): Promise<void> {
    process.off('exit', this.#killAtExit);
    const ended = this.#child.exitCode !== null || this.#child.pid === undefined;
    const end = ended ? null : new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin.end();
    await end;
  }
}

const failure = z.object({ error: z.string() });

function lastLine(text: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => line !== '');
}
