/** The image that the model gets, large enough to point at its pixels: with a cursor, and what was changed outlined. */
import { PIXELS, SIDE } from '../../math/images.ts';
import { Cursor } from './cursor.ts';
import { contextOf, find } from './elements.ts';

const CURSOR = '#ff8a7a';
/** With more changes than this, outlines would hide the image. */
const MOST_OUTLINED = 100;
const LINES = 'rgba(128,128,128,.28)';

/** What the grid tells. */
export interface GridEvents {
  /** A pixel is to be flipped. */
  onFlip(pixel: number): void;
  /** The cursor is at another pixel. */
  onMove(): void;
}

/** The grid. */
export class ImageGrid {
  readonly cursor = new Cursor();
  readonly #canvas = find('play-image', HTMLCanvasElement);
  readonly #events: GridEvents;
  #image: Float32Array = new Float32Array(PIXELS);
  #before: Float32Array | null = null;

  constructor(events: GridEvents) {
    this.#events = events;
    const canvas = this.#canvas;
    canvas.addEventListener('pointermove', (event) => this.#point(event));
    canvas.addEventListener('click', (event) => {
      this.#point(event);
      events.onFlip(this.cursor.pixel);
    });
    canvas.addEventListener('keydown', (event) => this.#press(event));
    for (const kind of ['focus', 'blur']) canvas.addEventListener(kind, () => this.#paint());
  }

  /** Shows an image [784]; pixels that differ from `before`, where it is given, are outlined. */
  show(image: Float32Array, before: Float32Array | null): void {
    this.#image = image;
    this.#before = before;
    this.#paint();
  }

  #point(event: MouseEvent): void {
    const box = this.#canvas.getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * SIDE);
    const row = Math.floor(((event.clientY - box.top) / box.height) * SIDE);
    if (column === this.cursor.x && row === this.cursor.y) return;
    this.cursor.moveTo(column, row);
    this.#paint();
    this.#events.onMove();
  }

  #press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === ' ' || event.key === 'Enter') this.#events.onFlip(this.cursor.pixel);
    else if (this.cursor.move(event.key)) {
      this.#paint();
      this.#events.onMove();
    } else return;
    event.preventDefault();
  }

  /** The pixels to be outlined. */
  #listChanged(): number[] {
    const [image, before] = [this.#image, this.#before ?? this.#image];
    const changed = Array.from(image.keys()).filter((pixel) => image[pixel] !== before[pixel]);
    return changed.length <= MOST_OUTLINED ? changed : [];
  }

  #paint(): void {
    const context = contextOf(this.#canvas);
    const cell = this.#canvas.width / SIDE;
    const square = (pixel: number) => [(pixel % SIDE) * cell, Math.floor(pixel / SIDE) * cell] as const;
    this.#image.forEach((value, pixel) => {
      const grey = Math.round(255 * value);
      context.fillStyle = `rgb(${grey},${grey},${grey})`;
      context.fillRect(...square(pixel), cell, cell);
    });
    context.lineWidth = 1;
    context.strokeStyle = LINES;
    for (let k = 1; k < SIDE; k++) {
      context.strokeRect(k * cell, -1, 0, this.#canvas.height + 2);
      context.strokeRect(-1, k * cell, this.#canvas.width + 2, 0);
    }
    context.strokeStyle = CURSOR;
    context.lineWidth = 2;
    for (const pixel of this.#listChanged()) {
      const [x, y] = square(pixel);
      context.strokeRect(x + 2, y + 2, cell - 4, cell - 4);
    }
    context.lineWidth = 4;
    const isUsed = this.#canvas.matches(':focus-visible, :hover');
    if (isUsed) context.strokeRect(this.cursor.x * cell, this.cursor.y * cell, cell, cell);
  }
}
