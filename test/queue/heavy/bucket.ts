/** A server with the bucket `bucket`, over HTTP, for processes of ours: s3rver in a process of its own. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { findFreePort } from '../redisProcess.ts';

const SERVER = createRequire(import.meta.url).resolve('s3rver/bin/s3rver.js');

/** A bucket, and what processes need to use it. */
export interface Bucket {
  readonly store: string;
  readonly environment: NodeJS.ProcessEnv;
  close(): void;
}

/** Starts the server on files in `directory`. */
export async function openBucket(directory: string): Promise<Bucket> {
  const port = await findFreePort();
  const options = ['-d', directory, '-a', '127.0.0.1', '-p', `${port}`, '--silent'];
  const child = spawn(process.execPath, [SERVER, ...options, '--configure-bucket', 'bucket'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`s3rver ended with ${code}`)));
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      if (part.includes('listening')) resolve();
    });
  });
  return {
    store: 's3://bucket/studies',
    environment: {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'S3RVER',
      AWS_SECRET_ACCESS_KEY: 'S3RVER',
    },
    close: () => void child.kill('SIGTERM'),
  };
}
