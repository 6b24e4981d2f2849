/** A drawing in progress: strokes of a pen and a rubber as ink, ten times as fine as the image that a model gets. */
import { SIDE } from '../math/images.ts';

/** How many of the drawing's pixels, along each axis, are one of the image's. */
export const FINENESS = 10;

/** Width and height of a drawing in pixels. */
export const PAD_SIDE = SIDE * FINENESS;

/** Half the width of a line. Lines are then 2.2 pixels of the image wide, as those of MNIST's digits roughly are. */
const RADIUS = { pen: 11, rubber: 18 } as const;

/** What a stroke is made with. */
export type Tool = keyof typeof RADIUS;

/** A place in a drawing, in its pixels from the left and the top; may lie outside. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

interface Stroke {
  readonly tool: Tool;
  readonly points: Point[];
}

/** A drawing: what its strokes leave, one after the other. */
export class Drawing {
  /** [280, 280] in [0, 1], row by row; 1 is ink. */
  readonly ink = new Float64Array(PAD_SIDE * PAD_SIDE);
  #strokes: Stroke[] = [];

  /** Whether nothing was drawn, or all of it taken back. */
  get isBlank(): boolean {
    return this.#strokes.length === 0;
  }

  /** Begins a stroke with a dot. */
  begin(tool: Tool, at: Point): void {
    this.#strokes.push({ tool, points: [at] });
    this.#draw(tool, at, at);
  }

  /** Draws on from where the last stroke ended; nothing where there is none. */
  extend(to: Point): void {
    const stroke = this.#strokes.at(-1);
    if (stroke === undefined) return;
    this.#draw(stroke.tool, stroke.points.at(-1)!, to);
    stroke.points.push(to);
  }

  /** Takes the last stroke back. */
  undo(): void {
    this.#strokes.pop();
    this.ink.fill(0);
    for (const { tool, points } of this.#strokes) {
      points.forEach((point, k) => {
        this.#draw(tool, points[Math.max(0, k - 1)]!, point);
      });
    }
  }

  /** Takes every stroke back. */
  clear(): void {
    this.#strokes = [];
    this.ink.fill(0);
  }

  /** A line with round ends; where its edge crosses a pixel, about the share of it that is covered. */
  #draw(tool: Tool, from: Point, to: Point): void {
    const radius = RADIUS[tool];
    const [left, right] = span(from.x, to.x, radius);
    const [top, bottom] = span(from.y, to.y, radius);
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const covered = Math.min(1, Math.max(0, radius + 0.5 - distanceToLine(x, y, from, to)));
        const at = y * PAD_SIDE + x;
        this.ink[at] =
          tool === 'pen' ? Math.max(this.ink[at]!, covered) : Math.min(this.ink[at]!, 1 - covered);
      }
    }
  }
}

/** The pixels along one axis that a line can reach. */
function span(a: number, b: number, radius: number): [first: number, last: number] {
  const first = Math.floor(Math.min(a, b) - radius - 1);
  const last = Math.ceil(Math.max(a, b) + radius + 1);
  return [Math.max(0, first), Math.min(PAD_SIDE - 1, last)];
}

/** The distance of the middle of a pixel from the line between two points. */
function distanceToLine(x: number, y: number, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const [px, py] = [x + 0.5 - from.x, y + 0.5 - from.y];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squared));
  const [rx, ry] = [px - along * dx, py - along * dy];
  return Math.sqrt(rx * rx + ry * ry);
}
