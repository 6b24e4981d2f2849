/**
 * Object stores: where machines that share no study hand over files. An object has a key and bytes; it is there as a whole or not at
 * all, and is never changed: of any number that put one under the same key, the first does.
 */
import { expected } from '../../study/errors.ts';

/** A folder or a bucket. Every method throws a UserError where the store cannot be reached or may not be used. */
export interface ObjectStore {
  /** What messages call it; never with credentials. */
  readonly name: string;
  /** Puts an object where there is none, and holds what was written against a hash of `bytes`. */
  put(key: string, bytes: Uint8Array): Promise<'written' | 'there'>;
  /** Whether there is an object, in whatever state. */
  has(key: string): Promise<boolean>;
  /** The bytes of an object; null where there is none. */
  get(key: string): Promise<Uint8Array | null>;
  /** The keys that begin with `prefix`, a folder with its `/`. */
  list(prefix: string): Promise<string[]>;
  /** Removes an object if it is there. */
  remove(key: string): Promise<void>;
  close(): void;
}

/** What a key may be: two names of a few letters, and 64 hexadecimal digits. No key leads out of a store. */
const KEY = /^[a-z]{1,20}\/[0-9a-f]{2}\/[0-9a-f]{64}\.tar$/;

/** The key of the object `hash` of a kind: `models/ab/ab12....tar`; in folders of 256, for some disks are slow with many names in one. */
export function objectKeyOf(kind: 'models' | 'studies', hash: string): string {
  return assertKey(`${kind}/${hash.slice(0, 2)}/${hash}.tar`);
}

/** The hash in a key. */
export function hashOf(key: string): string {
  return key.slice(-'.tar'.length - 64, -'.tar'.length);
}

/** The key, where it is one. Throws a UserError otherwise. */
export function assertKey(key: string): string {
  if (KEY.test(key)) return key;
  throw expected(
    'STORE',
    'a key that ends in 64 hexadecimal digits and .tar',
    JSON.stringify(key),
    'nothing is read or written',
  );
}

/** Whether a name is that of an object, and not of something else that lies there. */
export function isKey(key: string): boolean {
  return KEY.test(key);
}
