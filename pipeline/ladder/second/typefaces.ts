/** Digits in typefaces: drawn at a large size with fonts that come as packages, then fitted as MNIST's digits were. */
import { DIGITS } from '../../math/images.ts';
import { openTypesetterOf, type Picture } from '../../store/typeset.ts';
import { fitPicture, type InkPicture } from './fit.ts';
import { roundToBytes, type SecondImages } from './secondImages.ts';

const DEJAVU = 'dejavu-fonts-ttf/ttf';
const EXPO = '@expo-google-fonts';

/** The file of each typeface and the family that it declares; a file holds one weight and one slant. */
const TYPEFACES: readonly (readonly [file: string, family: string])[] = [
  [`${DEJAVU}/DejaVuSans.ttf`, 'DejaVu Sans'],
  [`${DEJAVU}/DejaVuSans-Bold.ttf`, 'DejaVu Sans'],
  [`${DEJAVU}/DejaVuSans-Oblique.ttf`, 'DejaVu Sans'],
  [`${DEJAVU}/DejaVuSansCondensed.ttf`, 'DejaVu Sans Condensed'],
  [`${DEJAVU}/DejaVuSansMono.ttf`, 'DejaVu Sans Mono'],
  [`${DEJAVU}/DejaVuSansMono-Oblique.ttf`, 'DejaVu Sans Mono'],
  [`${DEJAVU}/DejaVuSerif.ttf`, 'DejaVu Serif'],
  [`${DEJAVU}/DejaVuSerif-Bold.ttf`, 'DejaVu Serif'],
  [`${DEJAVU}/DejaVuSerif-Italic.ttf`, 'DejaVu Serif'],
  [`${EXPO}/courier-prime/400Regular/CourierPrime_400Regular.ttf`, 'Courier Prime'],
  [`${EXPO}/courier-prime/400Regular_Italic/CourierPrime_400Regular_Italic.ttf`, 'Courier Prime'],
  [`${EXPO}/courier-prime/700Bold/CourierPrime_700Bold.ttf`, 'Courier Prime'],
  [`${EXPO}/abril-fatface/400Regular/AbrilFatface_400Regular.ttf`, 'Abril Fatface'],
  [`${EXPO}/oswald/300Light/Oswald_300Light.ttf`, 'Oswald'],
  [`${EXPO}/oswald/400Regular/Oswald_400Regular.ttf`, 'Oswald'],
  [`${EXPO}/oswald/700Bold/Oswald_700Bold.ttf`, 'Oswald'],
];

/** Width and height of the part of a sheet that holds one digit, and the size of the letters, in pixels. */
const CELL = 240;
const SIZE = 160;

/** The ten digits in each of 16 typefaces, 160 images; the first of them where fewer are asked for. */
export async function makeTypefaceDigits(count: number): Promise<SecondImages> {
  const faces = TYPEFACES.slice(0, Math.ceil(count / DIGITS.length));
  const images: Float32Array[] = [];
  for (const [file, family] of faces) images.push(...(await drawDigits(file, family)));
  return {
    group: 'otherDigits',
    kind: 'typefaces',
    description: `The ten digits in ${TYPEFACES.length} typefaces: DejaVu, Courier Prime, Abril Fatface and Oswald.`,
    images: roundToBytes(images),
    digits: faces.flatMap(() => DIGITS),
  };
}

async function drawDigits(file: string, family: string): Promise<Float32Array[]> {
  const draw = await openTypesetterOf([file], family);
  const texts = DIGITS.map(
    (digit) =>
      `<text x="${(digit + 0.5) * CELL}" y="${(CELL + SIZE) / 2}" text-anchor="middle">${digit}</text>`,
  );
  const sheet = draw(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${DIGITS.length * CELL}" height="${CELL}" font-size="${SIZE}" fill="#fff">${texts.join('')}</svg>`,
  );
  return DIGITS.map((digit) => fitPicture(cutCell(sheet, digit)));
}

/** The opacity of one digit's part of the sheet. */
function cutCell({ width, rgba }: Picture, digit: number): InkPicture {
  const ink = Float32Array.from({ length: CELL * CELL }, (_, at) => {
    const [x, y] = [digit * CELL + (at % CELL), Math.floor(at / CELL)];
    return rgba[4 * (y * width + x) + 3]! / 255;
  });
  return { width: CELL, height: CELL, ink };
}
