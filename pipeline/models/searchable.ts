/** A model that ideas are searched of and films made, whatever its form: its identity, and how an engine opens it. */
import type { Engine, MlpParameters } from '../engine/engine.ts';
import { foldGivenScale } from '../engine/foldScale.ts';
import type { InputScale } from '../engine/inputScale.ts';
import type { OpaqueNetwork } from '../engine/opaqueNetwork.ts';
import type { SearchableModel } from '../search/modelView.ts';
import { sha256 } from '../store/files.ts';
import type { ReadModel } from '../store/models/readModel.ts';
import { hashModel } from '../store/models/storedModel.ts';

/** A model to be searched. */
export interface Searchable {
  /** The same for the same function, whatever file it was read from. */
  readonly sha256: string;
  open(engine: Engine): Promise<SearchableModel>;
}

/** An MLP of ours, as train writes it: its ideas are the same in every format. */
export function searchMlp(parameters: MlpParameters): Searchable {
  return { sha256: hashModel(parameters), open: (engine) => engine.loadModel(parameters) };
}

/** What was read from the file `where`, made for images of `scale`. Throws a UserError for a scale that its weights do not stand. */
export function searchRead(read: ReadModel, scale: InputScale, where: string): Searchable {
  if (read.kind === 'mlp') return searchMlp(foldGivenScale(read.parameters, scale, where));
  return {
    sha256: hashNetwork(read.network, scale),
    open: (engine) => engine.openOpaque(read.network, scale),
  };
}

function hashNetwork(network: OpaqueNetwork, scale: InputScale): string {
  const { where: _where, ...rest } = network;
  const bytes = network.form === 'onnx' ? network.bytes : new Uint8Array(network.weights);
  return sha256(JSON.stringify({ ...rest, bytes: undefined, weights: sha256(bytes), scale }));
}
