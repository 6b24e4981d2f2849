/** Kernels compiled to WebAssembly, which gives the same bits on every processor, as strings of base64 that a module carries. */

/** The part of WebAssembly's own interface that is used here; TypeScript's library has it among what browsers offer. */
declare const WebAssembly: {
  validate(module: Uint8Array): boolean;
  readonly Module: new (module: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

/** The memory of an instance; another buffer after it has grown. */
export interface KernelMemory {
  readonly buffer: ArrayBuffer;
}

/** A kernel, compiled when it is first asked for. */
export interface KernelModule<Exports extends object> {
  /** Whether this processor has the vectors that it needs; on x86 those of SSE4.1. Never in a page, which lets nothing be compiled. */
  canRun(): boolean;
  /** A new instance, with a memory of its own. */
  instantiate(): Exports;
}

/** The kernel of these bytes, which exports what `Exports` says. */
export function defineKernel<Exports extends object>(base64: string): KernelModule<Exports> {
  let module: object | null | undefined;
  const compileOnce = (): object | null => {
    if (module !== undefined) return module;
    if (!('process' in globalThis)) return null;
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    module = WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
    return module;
  };
  return {
    canRun: () => compileOnce() !== null,
    instantiate: () => new WebAssembly.Instance(compileOnce()!, {}).exports as Exports,
  };
}
