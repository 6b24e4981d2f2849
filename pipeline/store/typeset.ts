/**
 * SVG as pixels, with a font that comes with the program: the same bytes on every machine, whatever fonts it has.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const require = createRequire(import.meta.url);
/** The one font family that SVG drawn here can name. */
export const FONT_FAMILY = 'DejaVu Sans';
const FONT_FILES = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];

/** A picture of 8-bit red, green, blue and opacity [height, width, 4]. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** Draws SVG. */
export type Typesetter = (svg: string) => Picture;

let opened: Promise<Typesetter> | undefined;

/** Reads the renderer and the font, once. */
export function openTypesetter(): Promise<Typesetter> {
  opened ??= open();
  return opened;
}

async function open(): Promise<Typesetter> {
  await initWasm(await readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  const fontBuffers = await Promise.all(
    FONT_FILES.map((name) => readFile(require.resolve(`dejavu-fonts-ttf/ttf/${name}`))),
  );
  return (svg) => {
    const renderer = new Resvg(svg, {
      font: {
        fontBuffers: fontBuffers.map((buffer) => new Uint8Array(buffer)),
        defaultFontFamily: FONT_FAMILY,
      },
    });
    const image = renderer.render();
    const picture = { width: image.width, height: image.height, rgba: new Uint8Array(image.pixels) };
    image.free();
    renderer.free();
    return picture;
  };
}
