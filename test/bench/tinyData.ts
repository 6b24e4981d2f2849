/** A few images to train on: bytes of which a fifth is not 0, and labels in turn. */
import type { LabelledImages } from '../../pipeline/engine/engine.ts';
import { drawBelow, openStream } from '../../pipeline/math/streams.ts';

export function drawTinyData(count = 200): LabelledImages {
  const stream = openStream(0, 'test/bench');
  return {
    images: Uint8Array.from({ length: count * 784 }, () =>
      drawBelow(stream, 5) === 0 ? drawBelow(stream, 256) : 0,
    ),
    labels: Uint8Array.from({ length: count }, (_, k) => k % 10),
  };
}
