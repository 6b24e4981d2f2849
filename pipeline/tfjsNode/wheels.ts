/**
 * The Python wheels whose TensorFlow libraries serve tfjs-node's binding, one a platform, by SHA-256. A platform is
 * listed when its wheel was fetched, its digest computed from the bytes, and the binding built on it and run.
 */

/** A wheel, and what of it is needed. */
export interface Wheel {
  readonly package: string;
  readonly version: string;
  readonly file: string;
  /** SHA-256 of the file, 64 hexadecimal digits. */
  readonly sha256: string;
  /** Python that the wheel is for; the libraries taken out of it need none. */
  readonly python: { readonly version: string; readonly abi: string; readonly platform: string };
  readonly downloadMB: number;
  /** Space for the download, pip's own copy of it, and what is unpacked. */
  readonly neededMB: number;
  readonly libraries: readonly string[];
  /** Folders of headers that the binding includes from, directly or not. */
  readonly headers: readonly string[];
}

/** A system that a native library is made for. */
export interface System {
  readonly platform: string;
  readonly arch: string;
  /** Whether its C library is glibc, which the wheels for Linux need. */
  readonly hasGlibc: boolean;
}

const WHEELS: Readonly<Record<string, Wheel>> = {
  'linux-x64': {
    package: 'tensorflow-cpu',
    version: '2.21.0',
    file: 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    python: { version: '3.11', abi: 'cp311', platform: 'manylinux_2_27_x86_64' },
    downloadMB: 274,
    neededMB: 1500,
    libraries: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
    headers: ['absl/', 'tensorflow/c/', 'tensorflow/core/platform/', 'tsl/platform/', 'xla/tsl/c/'],
  },
};

/** The systems that have a wheel, for messages. */
export const LISTED_SYSTEMS = Object.keys(WHEELS).join(', ');

/** The wheel for `system`, or undefined where none is listed. */
export function chooseWheel({ platform, arch, hasGlibc }: System): Wheel | undefined {
  return platform === 'linux' && !hasGlibc ? undefined : WHEELS[`${platform}-${arch}`];
}

/** `linux-x64`, or `linux-x64 without glibc`. */
export function nameSystem({ platform, arch, hasGlibc }: System): string {
  return `${platform}-${arch}${platform === 'linux' && !hasGlibc ? ' without glibc' : ''}`;
}

/** The system that this process runs on. */
export function readSystem(): System {
  const report = process.report.getReport() as {
    readonly header?: { readonly glibcVersionRuntime?: string };
  };
  const hasGlibc = report.header?.glibcVersionRuntime !== undefined;
  return { platform: process.platform, arch: process.arch, hasGlibc };
}

/** Where a file of the wheel goes: `build/deps/lib/` or `include/`; undefined for what is not needed. */
export function placeWheelFile(wheel: Wheel, name: string): string | undefined {
  const library = wheel.libraries.find((candidate) => name === `tensorflow/${candidate}`);
  if (library !== undefined) return `build/deps/lib/${library}`;
  const header = name.startsWith('tensorflow/include/') ? name.slice('tensorflow/'.length) : '';
  return wheel.headers.some((folder) => header.startsWith(`include/${folder}`)) ? header : undefined;
}
