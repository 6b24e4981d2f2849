/** The object store that STORE names: a bucket, or a folder. */
import { expected } from '../../study/errors.ts';
import type { ObjectStore } from './objectStore.ts';

/** Opens `s3://BUCKET/PREFIX`, or a folder. Throws a UserError where it cannot be used. */
export async function openStore(place: string): Promise<ObjectStore> {
  const [, scheme] = /^([a-z][a-z0-9+.-]+):\/\//i.exec(place) ?? [];
  // Also where a slash is missing: as a folder, what should be an address would be made, and shown with what secrets it has. Loaded only
  // here: nothing else needs the libraries of AWS.
  if (/^s3:/i.test(place)) return (await import('./s3Store.ts')).openS3Store(place);
  if (scheme !== undefined) {
    throw expected(
      'STORE',
      'a folder, or s3://BUCKET/PREFIX',
      `an address of ${scheme}://`,
      'name one of the two',
    );
  }
  return (await import('./folderStore.ts')).openFolderStore(place);
}
