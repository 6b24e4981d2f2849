/** The drawing pad: mouse, finger, pen and keyboard become strokes, and strokes are painted over the hint. */
import { SIDE } from '../../math/images.ts';
import { Drawing, FINENESS, PAD_SIDE, type Point, type Tool } from '../drawing.ts';
import { Cursor } from './cursor.ts';
import { checkedValue, contextOf, find } from './elements.ts';

/** The hint's colour where nothing is drawn over it. */
const HINT = [150, 62, 48] as const;
const CURSOR = '#ff8a7a';

/** The pad. `onChange` is called whenever the drawing is another. */
export class Pad {
  readonly drawing = new Drawing();
  readonly #canvas = find('play-pad', HTMLCanvasElement);
  readonly #onChange: () => void;
  readonly #cursor = new Cursor();
  #isPenDown = false;
  #hint: Float32Array | null = null;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.#listenToPointer();
    this.#canvas.addEventListener('keydown', (event) => this.#press(event));
    for (const kind of ['focus', 'blur']) this.#canvas.addEventListener(kind, () => this.#lift());
    find('play-undo', HTMLButtonElement).addEventListener('click', () => this.#undo());
    find('play-clear', HTMLButtonElement).addEventListener('click', () => this.#clear());
    this.paint();
  }

  focus(): void {
    this.#canvas.focus();
  }

  /** Lays an image [784] under the drawing, or none. */
  showHint(hint: Float32Array | null): void {
    this.#hint = hint;
    this.paint();
  }

  /** Paints hint, drawing and, where the keyboard draws, the place of the pen. */
  paint(): void {
    const context = contextOf(this.#canvas);
    const picture = context.createImageData(PAD_SIDE, PAD_SIDE);
    const { ink } = this.drawing;
    for (let at = 0; at < ink.length; at++) {
      const pixel = Math.floor(at / PAD_SIDE / FINENESS) * SIDE + Math.floor((at % PAD_SIDE) / FINENESS);
      const hinted = this.#hint?.[pixel] ?? 0;
      for (let channel = 0; channel < 3; channel++) {
        picture.data[4 * at + channel] = 255 * ink[at]! + (1 - ink[at]!) * hinted * HINT[channel]!;
      }
      picture.data[4 * at + 3] = 255;
    }
    context.putImageData(picture, 0, 0);
    if (this.#canvas.matches(':focus-visible')) this.#paintCursor(context);
  }

  #paintCursor(context: CanvasRenderingContext2D): void {
    const { x, y } = this.#place();
    context.strokeStyle = CURSOR;
    context.lineWidth = this.#isPenDown ? 4 : 2;
    context.beginPath();
    context.arc(x, y, 9, 0, 2 * Math.PI);
    context.stroke();
  }

  #listenToPointer(): void {
    const canvas = this.#canvas;
    canvas.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      canvas.focus({ preventScroll: true });
      canvas.setPointerCapture(event.pointerId);
      this.drawing.begin(currentTool(), this.#locate(event));
      this.#change();
    });
    canvas.addEventListener('pointermove', (event) => {
      if (!canvas.hasPointerCapture(event.pointerId)) return;
      const moves = event.getCoalescedEvents?.() ?? [];
      for (const move of moves.length > 0 ? moves : [event]) this.drawing.extend(this.#locate(move));
      this.#change();
    });
  }

  #locate(event: PointerEvent): Point {
    const box = this.#canvas.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * PAD_SIDE,
      y: ((event.clientY - box.top) / box.height) * PAD_SIDE,
    };
  }

  #press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === ' ') this.#toggle();
    else if (event.key === 'Backspace') this.#undo();
    else if (event.key === 'Delete') this.#clear();
    else if (this.#cursor.move(event.key)) this.#follow();
    else return;
    event.preventDefault();
  }

  /** Puts the pen down, which draws a dot, or lifts it. */
  #toggle(): void {
    this.#isPenDown = !this.#isPenDown;
    if (this.#isPenDown) this.drawing.begin(currentTool(), this.#place());
    this.#change();
  }

  #follow(): void {
    if (this.#isPenDown) this.drawing.extend(this.#place());
    this.#change();
  }

  #lift(): void {
    this.#isPenDown = false;
    this.paint();
  }

  #undo(): void {
    this.drawing.undo();
    this.#isPenDown = false;
    this.#change();
  }

  #clear(): void {
    this.drawing.clear();
    this.#isPenDown = false;
    this.#change();
  }

  #place(): Point {
    return { x: (this.#cursor.x + 0.5) * FINENESS, y: (this.#cursor.y + 0.5) * FINENESS };
  }

  #change(): void {
    this.paint();
    this.#onChange();
  }
}

function currentTool(): Tool {
  return checkedValue('play-tool') === 'rubber' ? 'rubber' : 'pen';
}
