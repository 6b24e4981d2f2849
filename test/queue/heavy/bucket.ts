/** A server with the bucket `bucket`, over HTTP, for processes of ours: s3rver. */
import S3rver from 's3rver';

/** A bucket, and what processes need to use it. */
export interface Bucket {
  readonly store: string;
  readonly environment: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/** Starts the server on files in `directory`. */
export async function openBucket(directory: string): Promise<Bucket> {
  const server = new S3rver({
    ...{ port: 0, address: '127.0.0.1', silent: true, directory },
    configureBuckets: [{ name: 'bucket', configs: [] }],
  });
  const { port } = (await server.run()) as { port: number };
  return {
    store: 's3://bucket/studies',
    environment: {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'S3RVER',
      AWS_SECRET_ACCESS_KEY: 'S3RVER',
    },
    close: () => server.close(),
  };
}
