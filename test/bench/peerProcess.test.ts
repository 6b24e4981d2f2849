import { expect, test } from 'vitest';
import { z } from 'zod';
import { PeerProcess } from '../../pipeline/bench/peerProcess.ts';
import { UserError } from '../../pipeline/study/errors.ts';

/** Answers with twice the number it is given, refuses 13, and ends at 0. */
const DOUBLER = `
  require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { number } = JSON.parse(line);
    if (number === 0) { console.error('cannot\\nhalve nothing'); process.exit(1); }
    console.log(JSON.stringify(number === 13 ? { error: 'unlucky' } : { twice: 2 * number }));
  });
`;
const answer = z.object({ twice: z.number() });

test('answers come in the order of the requests, and an error ends one request alone', async () => {
  const peer = new PeerProcess([process.execPath, '-e', DOUBLER], process.env);
  expect(await peer.ask({ number: 4 }, answer)).toEqual({ twice: 8 });
  await expect(peer.ask({ number: 13 }, answer)).rejects.toThrow(new UserError('unlucky'));
  expect(await peer.ask({ number: 5 }, answer)).toEqual({ twice: 10 });
  await peer.close();
});

test('a program that ends says with its last words why, also to those who ask later', async () => {
  const peer = new PeerProcess([process.execPath, '-e', DOUBLER], process.env);
  await expect(peer.ask({ number: 0 }, answer)).rejects.toThrow(new UserError('halve nothing'));
  await expect(peer.ask({ number: 1 }, answer)).rejects.toThrow(UserError);
  await peer.close();
});

test('a program that is not there is named', async () => {
  const peer = new PeerProcess(['no-such-program'], process.env);
  await expect(peer.ask({ number: 1 }, answer)).rejects.toThrow(/no-such-program/);
  await peer.close();
});
