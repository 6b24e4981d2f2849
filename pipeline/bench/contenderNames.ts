/** What those are called that our engines are measured beside. */

export const PLAIN_LOOP = 'plain tfjs-node loop';
export const PYTORCH = 'PyTorch';
