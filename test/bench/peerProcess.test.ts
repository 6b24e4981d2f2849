import { expect, test } from 'vitest';
import { z } from 'zod';
import { PeerProcess } from '../../pipeline/bench/peerProcess.ts';
import { UserError } from '../../pipeline/study/errors.ts';

/** Answers with twice the number it is given, refuses 13, and ends at 0. */
const DOUBLER = `
  require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { number } = JSON.parse(line);
    if (number === -1) process.kill(process.pid, 'SIGKILL');
    if (number === -2) console.log('<html>');
    if (number === 0) { console.error('cannot\\nhalve nothing'); process.exit(1); }
    console.log(JSON.stringify(number === 13 ? { error: 'unlucky' } : { twice: 2 * number }));
  });
`;
const answer = z.object({ twice: z.number() });

test('answers come in the order of the requests, and an error ends one request alone', async () => {
  const peer = new PeerProcess('peer', [process.execPath, '-e', DOUBLER], process.env);
  expect(await peer.ask({ number: 4 }, answer)).toEqual({ twice: 8 });
  await expect(peer.ask({ number: 13 }, answer)).rejects.toThrow(new UserError('peer: unlucky'));
  expect(await peer.ask({ number: 5 }, answer)).toEqual({ twice: 10 });
  await peer.close();
});

test('a program that ends says with its last words why, also to those who ask later', async () => {
  const peer = new PeerProcess('peer', [process.execPath, '-e', DOUBLER], process.env);
  await expect(peer.ask({ number: 0 }, answer)).rejects.toThrow(new UserError('peer: halve nothing'));
  await expect(peer.ask({ number: 1 }, answer)).rejects.toThrow(UserError);
  await peer.close();
});

test('a program that is not there is named', async () => {
  const peer = new PeerProcess('peer', ['no-such-program'], process.env);
  await expect(peer.ask({ number: 1 }, answer)).rejects.toThrow(/^peer: .*no-such-program/);
  await peer.close();
});

test('one that was killed can be closed', async () => {
  const peer = new PeerProcess('peer', [process.execPath, '-e', DOUBLER], process.env);
  await expect(peer.ask({ number: -1 }, answer)).rejects.toThrow(
    new UserError('peer: it ended without a word'),
  );
  await peer.close();
});

test('an answer that is none is refused', async () => {
  const peer = new PeerProcess('peer', [process.execPath, '-e', DOUBLER], process.env);
  await expect(peer.ask({ number: -2 }, answer)).rejects.toThrow(/^peer: expected JSON/);
  await peer.close();
});
