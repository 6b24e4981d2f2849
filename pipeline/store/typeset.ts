/**
 * SVG as pixels, with a font that comes with the program: the same bytes on every machine, whatever fonts it has.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { encode } from 'fast-png';

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

/** Draws SVG, `scale` pixels for one of its own, or as large as it says. */
export type Typesetter = (svg: string, scale?: number) => Picture;

let opened: Promise<Typesetter> | undefined;
let renderer: Promise<void> | undefined;

/** A PNG of a picture. */
export function encodePicture({ width, height, rgba }: Picture): Uint8Array {
  return encode({ width, height, data: rgba, channels: 4, depth: 8 });
}

/** Reads the renderer and the font, once. */
export function openTypesetter(): Promise<Typesetter> {
  opened ??= openTypesetterOf(
    FONT_FILES.map((name) => `dejavu-fonts-ttf/ttf/${name}`),
    FONT_FAMILY,
  );
  return opened;
}

/**
 * Reads the fonts in `files`, each the path of a file in an npm package, of which `family` is what text is set in that names
 * none.
 */
export async function openTypesetterOf(files: readonly string[], family: string): Promise<Typesetter> {
  renderer ??= readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')).then((bytes) => initWasm(bytes));
  await renderer;
  const fontBuffers = await Promise.all(files.map((name) => readFile(require.resolve(name))));
  return (svg, scale) => {
    const drawing = new Resvg(svg, {
      ...(scale !== undefined && { fitTo: { mode: 'zoom', value: scale } }),
      font: {
        fontBuffers: fontBuffers.map((buffer) => new Uint8Array(buffer)),
        defaultFontFamily: family,
      },
    });
    const image = drawing.render();
    const picture = { width: image.width, height: image.height, rgba: new Uint8Array(image.pixels) };
    image.free();
    drawing.free();
    return picture;
  };
}
