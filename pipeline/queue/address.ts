/** Where the queue's Redis, or Valkey, is: an address without secrets, which come from the environment or a file. */
import { readBytes } from '../store/files.ts';
import { expected } from '../study/errors.ts';

/** What a client needs to connect; the password is in nothing that is printed or stored. */
export interface QueueAddress {
  /** `redis://host:6379/0`, as messages have it. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly tls: Record<string, never> | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

/** The user of Redis's access list; `default` unless set. */
export const USERNAME_VARIABLE = 'DIGIT_IDEAS_QUEUE_USERNAME';
/** The password. */
export const PASSWORD_VARIABLE = 'DIGIT_IDEAS_QUEUE_PASSWORD';
/** A file whose first line is the password, such as a secret that is mounted. */
export const PASSWORD_FILE_VARIABLE = 'DIGIT_IDEAS_QUEUE_PASSWORD_FILE';

/**
 * The address in `url`, `redis://HOST:PORT/DB` or `rediss://` for TLS, with the secrets in `environment`. Throws a UserError of a line
 * that repeats no secret.
 */
export async function readAddress(url: string, environment: NodeJS.ProcessEnv): Promise<QueueAddress> {
  // Any @, also where it is not read as the end of user and password: parts of a secret would be taken for the scheme or the host.
  if (url.includes('@')) {
    const nextStep = `leave them out and set ${USERNAME_VARIABLE} and ${PASSWORD_VARIABLE} or ${PASSWORD_FILE_VARIABLE}: other users see command lines`;
    throw expected('QUEUE', 'an address without user and password', 'one with them', nextStep);
  }
  if (!URL.canParse(url)) throw refuse('an address that cannot be read');
  const { protocol, hostname, port, pathname, search } = new URL(url);
  if (protocol !== 'redis:' && protocol !== 'rediss:') throw refuse(`one of ${protocol}//`);
  if (hostname === '' || search !== '' || !/^(\/\d*)?$/.test(pathname)) throw refuse('another address');
  const db = Number(pathname.slice(1) || 0);
  const number = port === '' ? 6379 : Number(port);
  return {
    name: `${protocol}//${hostname}:${number}/${db}`,
    // An address of IPv6 has brackets in a URL.
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: number,
    db,
    tls: protocol === 'rediss:' ? {} : undefined,
    username: environment[USERNAME_VARIABLE] || undefined,
    password: await readPassword(environment),
  };
}

async function readPassword(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { [PASSWORD_VARIABLE]: password, [PASSWORD_FILE_VARIABLE]: file } = environment;
  if (!file) return password || undefined;
  if (password) {
    throw expected(PASSWORD_VARIABLE, `no ${PASSWORD_FILE_VARIABLE} beside it`, 'both', 'leave one out');
  }
  const text = new TextDecoder().decode(
    await readBytes(file, `name a file with the password in ${PASSWORD_FILE_VARIABLE}`),
  );
  return text.split(/\r?\n/, 1)[0];
}

function refuse(got: string): Error {
  return expected('QUEUE', 'redis://HOST:PORT, or rediss://HOST:PORT for TLS', got, 'see docs/queue.md');
}
