/**
 * A bucket of an S3-compatible service as an object store. Credentials, region and endpoint come from where every tool of AWS takes
 * them: AWS_ACCESS_KEY_ID and the like, AWS_ENDPOINT_URL_S3, or the files below ~/.aws.
 */
import { createHash, getFips } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { describeReason, expected } from '../../study/errors.ts';
import { sha256 } from '../files.ts';
import { assertKey, isKey, type ObjectStore } from './objectStore.ts';

/** A request that fails by the network or the service is made again, with ever longer waits, up to so often. */
const ATTEMPTS = 8;
/** The client's own attempts end with the headers: an object whose bytes break off after them is asked for again, up to so often. */
const READS = 5;
/** Before the second read; the double of it before each further one. */
const WAIT_TO_READ_MS = 100;
/** An object's SHA-256, beside it. */
const DIGEST = 'sha256';

/** Opens the bucket of `s3://BUCKET/PREFIX`. Throws a UserError where it is not there or may not be used. */
export async function openS3Store(url: string): Promise<ObjectStore> {
  const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]+)(?:\/([\w./-]*?))?\/*$/.exec(url) ?? [];
  if (bucket === undefined) {
    throw expected(
      'STORE',
      's3://BUCKET or s3://BUCKET/PREFIX',
      // Secrets of AWS may hold a slash, so that only the last @ tells where credentials end.
      `'${url.replace(/^.*@/s, '...@')}'`,
      'name a bucket',
    );
  }
  // Its advice to take a newer Node, on standard error of every process, is for us: a new version of it is a change of ours.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const client = new S3Client({
    // Only services of AWS have a host a bucket.
    forcePathStyle: (process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL) !== undefined,
    region: process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1',
    maxAttempts: ATTEMPTS,
    // What is read is held against a SHA-256 anyway, and services other than AWS's do not know newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const store = new S3Store(client, bucket, prefix === '' ? '' : `${prefix}/`);
  await store.open();
  return store;
}

class S3Store implements ObjectStore {
  readonly name: string;
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;

  constructor(client: S3Client, bucket: string, prefix: string) {
    this.#client = client;
    this.#bucket = bucket;
    this.#prefix = prefix;
    this.name = `s3://${bucket}/${prefix}`;
  }

  open(): Promise<unknown> {
    return this.#ask(() => this.#client.send(new HeadBucketCommand({ Bucket: this.#bucket })));
  }

  async put(key: string, bytes: Uint8Array): Promise<'written' | 'there'> {
    const place = this.#place(key);
    // Services that do not know If-None-Match would write once more what is the same.
    if (await this.has(key)) return 'there';
    const digest = sha256(bytes);
    const md5 = md5Of(bytes);
    const put = new PutObjectCommand({
      ...place,
      Body: bytes,
      Metadata: { [DIGEST]: digest },
      IfNoneMatch: '*',
      ...(md5 === null ? {} : { ContentMD5: md5.toString('base64') }),
    });
    const answer = await this.#ask(() => this.#client.send(put), REFUSED_AS_THERE);
    if (answer === null) return 'there';
    // What most services call an object by, unless they encrypt it: the MD5 of what they have written.
    if (md5 !== null && answer.ETag === `"${md5.toString('hex')}"`) return 'written';
    const back = await this.get(key);
    const found = back === null ? 'nothing' : sha256(back);
    if (found === digest) return 'written';
    // Another worker that does the same may have been at it at the same moment: its object is as good where it is whole.
    if (back !== null && (await this.#digestOf(key)) === found) return 'there';
    throw expected(
      `${this.name}${key}`,
      `SHA-256 ${digest} after it was written`,
      found,
      'check the service of STORE',
    );
  }

  async has(key: string): Promise<boolean> {
    return (await this.#digestOf(key)) !== undefined;
  }

  async get(key: string): Promise<Uint8Array | null> {
    return this.#ask(() => this.#read(key), NOT_THERE);
  }

  async #read(key: string): Promise<Uint8Array> {
    for (let reads = 1, waitMs = WAIT_TO_READ_MS; ; reads++, waitMs *= 2) {
      const { Body } = await this.#client.send(new GetObjectCommand(this.#place(key)));
      try {
        return (await Body?.transformToByteArray()) ?? new Uint8Array();
      } catch (error) {
        if (reads === READS) throw error;
      }
      // None like another's: of many workers that lost a service, few ask at once.
      await wait(waitMs * (0.5 + Math.random()));
    }
  }

  async list(prefix: string): Promise<string[]> {
    return this.#ask(async () => {
      const keys: string[] = [];
      const pages = paginateListObjectsV2(
        { client: this.#client },
        { Bucket: this.#bucket, Prefix: `${this.#prefix}${prefix}` },
      );
      for await (const { Contents = [] } of pages) {
        keys.push(...Contents.map(({ Key = '' }) => Key.slice(this.#prefix.length)).filter(isKey));
      }
      return keys;
    });
  }

  async remove(key: string): Promise<void> {
    await this.#ask(() => this.#client.send(new DeleteObjectCommand(this.#place(key))), NOT_THERE);
  }

  close(): void {
    this.#client.destroy();
  }

  #place(key: string) {
    return { Bucket: this.#bucket, Key: `${this.#prefix}${assertKey(key)}` };
  }

  /** The digest that an object came with; undefined where there is no object. */
  async #digestOf(key: string): Promise<string | undefined> {
    const head = await this.#ask(() => this.#client.send(new HeadObjectCommand(this.#place(key))), NOT_THERE);
    return head === null ? undefined : (head.Metadata?.[DIGEST] ?? 'none');
  }

  /** The answer to a request; null where the service refuses it with one of `codes`. */
  async #ask<Answer>(request: () => Promise<Answer>): Promise<Answer>;
  async #ask<Answer>(request: () => Promise<Answer>, codes: readonly number[]): Promise<Answer | null>;
  async #ask<Answer>(request: () => Promise<Answer>, codes: readonly number[] = []): Promise<Answer | null> {
    try {
      return await request();
    } catch (error) {
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
      if (status !== undefined && codes.includes(status)) return null;
      throw expected(this.name, 'a bucket that answers', describeFailure(error, status), nextStepOf(status));
    }
  }
}

/** The MD5 of `bytes`; null where Node is set to leave out what is not approved by FIPS. It guards against accidents, not against people. */
function md5Of(bytes: Uint8Array): Buffer | null {
  return getFips() === 1 ? null : createHash('md5').update(bytes).digest();
}

const NOT_THERE = [404];
/** Conflicts with what is there, or is just being written. */
const REFUSED_AS_THERE = [409, 412];

function describeFailure(error: unknown, status: number | undefined): string {
  if (!(error instanceof Error)) return describeReason(error);
  // Of an AggregateError of Node the message is empty.
  const code = 'code' in error ? ` ${String(error.code)}` : '';
  return `${error.name}${status === undefined ? code : ` (HTTP ${status})`}`;
}

function nextStepOf(status: number | undefined): string {
  if (status === 403 || status === 401)
    return 'check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and the rights that they give';
  if (status === 404) return 'make the bucket, or name another';
  return 'check AWS_ENDPOINT_URL_S3, AWS_REGION, the credentials and the network';
}
