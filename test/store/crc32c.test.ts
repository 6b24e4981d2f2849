import { expect, test } from 'vitest';
import { crc32c } from '../../pipeline/store/crc32c.ts';

/** RFC 3720, appendix B.4. */
test.each([
  ['32 bytes of 0', new Uint8Array(32), 0x8a9136aa],
  ['32 bytes of 255', new Uint8Array(32).fill(0xff), 0x62a8ab43],
  ['0 to 31', Uint8Array.from({ length: 32 }, (_, at) => at), 0x46dd794e],
  ['31 to 0', Uint8Array.from({ length: 32 }, (_, at) => 31 - at), 0x113fdb5c],
  ['no byte', new Uint8Array(0), 0],
])('the checksum of %s is the standard’s', (_, bytes, sum) => {
  expect(crc32c(bytes)).toBe(sum);
});
