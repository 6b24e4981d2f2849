/** The loss and its gradients in a TensorFlow graph of training: see trainingGraph.ts. */
import type { ParameterName } from '../parameters.ts';
import { isCurved } from './activation.ts';
import { addPenalty } from './gradientPenalty.ts';
import type { Value } from './graphMessages.ts';
import { addBackward, addOpen, addSlope, nameOf, type Pass } from './network.ts';

const INT32 = { T: { type: 'int32' } } as const;

/** Adds `train/loss`, the sum of the images' losses, and the gradient g<D+1> of the logits. */
export function addLoss(pass: Pass, logits: Value, hasPenalty: boolean): void {
  const { graph, bring, architecture } = pass;
  // Its second output is softmax(y) - onehot.
  const losses = graph.node('SparseSoftmaxCrossEntropyWithLogits', [logits, 'train/labels'], 'train/losses', {
    ...{ T: { type: 'float32' }, Tlabels: INT32.T },
  });
  graph.sum(losses, bring('all_images', 'int32'), 'train/loss');
  const last = architecture.depth + 1;
  const gradient = nameOf(pass, `g${last}`);
  const ofLoss = hasPenalty ? `${gradient}_of_loss` : gradient;
  graph.float('RealDiv', [`${losses}:1`, bring('images_of_batch')], ofLoss);
  if (!hasPenalty) return;
  graph.float('Identity', [`${losses}:1`], nameOf(pass, `q${last}`));
  addPenalty(pass, 'penalty_factor');
  graph.float('AddV2', [ofLoss, nameOf(pass, `penalty_z${last}`)], gradient);
}

/** Adds the gradients g_w1, g_b1 and so on. */
export function addGradients(pass: Pass, images: Value, hasPenalty: boolean): void {
  const { graph, architecture } = pass;
  for (let k = architecture.depth + 1; k >= 1; k--) {
    const own = nameOf(pass, `g${k}`);
    const gradient = nameOf(pass, `g_w${k}`);
    const ofLoss = hasPenalty ? `${gradient}_of_loss` : gradient;
    if (k === 1) graph.product(addTransposed(pass, images), own, ofLoss);
    else graph.product(nameOf(pass, `h${k - 1}`), own, ofLoss, { a: true });
    if (hasPenalty) graph.float('AddV2', [ofLoss, nameOf(pass, `penalty_w${k}`)], gradient);
    graph.float('BiasAddGrad', [own], nameOf(pass, `g_b${k}`));
    if (k > 1) addHiddenGradient(pass, k - 1, hasPenalty);
  }
}

/** Adds g<k>, the gradient of hidden layer k's pre-activations. */
function addHiddenGradient(pass: Pass, k: number, hasPenalty: boolean): void {
  const { graph, architecture } = pass;
  if (!hasPenalty || !isCurved(architecture.activation)) {
    addBackward(pass, k);
    return;
  }
  const passed = addSlope(pass, k, addOpen(pass, k), nameOf(pass, `g${k}_passed`));
  graph.float('AddV2', [passed, nameOf(pass, `penalty_z${k}`)], nameOf(pass, `g${k}`));
}

/** Adds x^T [P, B]. oneDNN is slower where it transposes that many columns in the product. */
function addTransposed({ graph, bring, prefix }: Pass, images: Value): Value {
  const order = bring('swapped', 'int32');
  return graph.float('Transpose', [images, order], `${prefix}x_transposed`, { Tperm: INT32.T });
}

/**
 * What reads weight `name` after its gradient is there: the gradient of the layer below. An update waits for it, since what
 * was read of a variable is the variable's own memory, which TensorFlow would have to copy first.
 */
export function listReaders(pass: Pass, name: ParameterName): Value[] {
  const k = Number(name.slice(1));
  return name.startsWith('w') && k > 1 ? [nameOf(pass, `g${k - 1}_open`)] : [];
}
