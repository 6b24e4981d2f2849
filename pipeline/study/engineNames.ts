/**
 * The names of the engines, apart from the config's schema: almost every command offers them, and the schema takes longer
 * to load than a `--help` takes to print.
 */
export const ENGINE_NAMES = ['onnx', 'onnx-wasm', 'tfjs'] as const;
