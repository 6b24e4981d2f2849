/** Parts of the space of images, as branch and bound divides it: bounds of pixels and of pre-activations. */
import { boundUnits, type ReluNetwork, type UnitBounds } from './reluNetwork.ts';

/** One hidden unit. */
export interface Unit {
  readonly layer: number;
  readonly unit: number;
}

/** The binary images whose pixels and pre-activations lie within bounds. */
export interface Region {
  readonly pixelLower: Float64Array;
  readonly pixelUpper: Float64Array;
  readonly units: UnitBounds;
}

/** All images. */
export function wholeRegion(network: ReluNetwork): Region {
  const pixels = network.hidden[0]!.inputs;
  return {
    pixelLower: new Float64Array(pixels),
    pixelUpper: new Float64Array(pixels).fill(1),
    units: boundUnits(network),
  };
}

export function copyRegion({ pixelLower, pixelUpper, units: { lower, upper } }: Region): Region {
  return {
    pixelLower: pixelLower.slice(),
    pixelUpper: pixelUpper.slice(),
    units: { lower: lower.map((values) => values.slice()), upper: upper.map((values) => values.slice()) },
  };
}

/** Whether the unit is both active and inactive somewhere in the region, as far as its bounds say. */
export function isOpen({ units: { lower, upper } }: Region, { layer, unit }: Unit): boolean {
  return lower[layer]![unit]! < 0 && upper[layer]![unit]! > 0;
}

/** The two parts in which a unit is inactive and active. */
export function splitUnit(region: Region, { layer, unit }: Unit): [Region, Region] {
  const [inactive, active] = [copyRegion(region), copyRegion(region)];
  inactive.units.upper[layer]![unit] = 0;
  active.units.lower[layer]![unit] = 0;
  return [inactive, active];
}

/** The two parts in which a pixel is 0 and 1. */
export function splitPixel(region: Region, pixel: number): [Region, Region] {
  const [white, black] = [copyRegion(region), copyRegion(region)];
  white.pixelUpper[pixel] = 0;
  black.pixelLower[pixel] = 1;
  return [white, black];
}

/** The pixels that may still be 0 or 1. */
export function listFreePixels({ pixelLower, pixelUpper }: Region): number[] {
  return Array.from(pixelLower.keys()).filter((pixel) => pixelLower[pixel] !== pixelUpper[pixel]);
}
