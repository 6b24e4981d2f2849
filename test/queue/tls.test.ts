/** A queue behind TLS, by a certificate of an authority of one's own; with a real Redis. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMPILED } from '../../build/compile.ts';
import { call, smallStudy, start } from '../commands/commandLine.ts';
import { openTemporaryFolder } from '../store/temporaryFolder.ts';
import { findFreePort } from './redisProcess.ts';
import { HAS_NO_REDIS, openRedisServer } from './redisServer.ts';

const HAS_NO_OPENSSL = !existsSync('/usr/bin/openssl') && !process.env.DIGIT_IDEAS_REQUIRE_REDIS;

/** Makes an authority and a certificate of it for the loopback address, valid for a day. */
function makeCertificates(folder: string) {
  const [ca, caKey, request, certificate, key] = ['ca.crt', 'ca.key', 'own.csr', 'own.crt', 'own.key'].map(
    (name) => join(folder, name),
  ) as [string, string, string, string, string];
  const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    caKey,
    '-out',
    ca,
    '-days',
    '1',
    '-subj',
    '/CN=test authority',
  );
  const named = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  openssl('req', ...newKey, '-keyout', key, '-out', request, ...named);
  const signed = ['-CA', ca, '-CAkey', caKey, '-CAcreateserial', '-copy_extensions', 'copy', '-days', '1'];
  openssl('x509', '-req', '-in', request, '-out', certificate, ...signed);
  return { ca, certificate, key };
}

test.skipIf(HAS_NO_REDIS || HAS_NO_OPENSSL)(
  'a queue is reached through TLS where its authority is known, and refused in one line where it is not',
  async () => {
    const folder = await openTemporaryFolder();
    const { ca, certificate, key } = makeCertificates(folder);
    const port = await findFreePort();
    const files = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-ca-cert-file', ca];
    await openRedisServer('--tls-port', `${port}`, '--tls-auth-clients', 'no', ...files);
    const address = `rediss://127.0.0.1:${port}`;
    const options = [...smallStudy(join(folder, 'study')), '--status', '--queue', address];
    const program = [process.execPath, `${COMPILED}/pipeline/sweep.js`];
    const known = await start('env', [`NODE_EXTRA_CA_CERTS=${ca}`, ...program, ...options]).ended;
    expect(known.stderr).toBe('');
    expect(known.code).toBe(0);
    expect(known.stdout).toContain(
      `${address}/0: 0 jobs waiting, 0 being computed, 0 failed; no worker for this study`,
    );
    const unknown = await call('sweep', options);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(
      /^QUEUE: expected a Redis that answers at rediss:\/\/127\.0\.0\.1:\d+\/0, got [^\n]+\n$/,
    );
  },
);
