/** Which model of the catalogue suits a machine. */
import type { CatalogueModel, Recommendation } from '../contract/models.ts';
import type { AppState } from '../contract/state.ts';

type Machine = Pick<AppState['machine'], 'cores' | 'memoryBytes'>;
type Choice = Pick<CatalogueModel, 'id' | 'name' | 'sizeBytes' | 'demo'>;

/** For the context, the system and the programs beside it. */
const BESIDE_BYTES = 2 * 1024 ** 3;
/** What the runtime takes for a model's weights, over the size of its file. */
const WEIGHTS_FACTOR = 1.2;
/** A 7B model at four bits (4.7 GB) reads fewer than about ten tokens a second on so many cores. */
const FEW_CORES = 4;
/** The largest file that such a machine reads with at a bearable pace; above it come the 7B models. */
const FEW_CORES_BYTES = 3e9;

/** Bytes of memory that working with the model takes. */
export function memoryNeeded(model: Pick<CatalogueModel, 'sizeBytes'>): number {
  return model.sizeBytes * WEIGHTS_FACTOR + BESIDE_BYTES;
}

const gibibytes = (bytes: number) => `${(bytes / 1024 ** 3).toFixed(1)} GiB`;

/** Biggest first; a demo model after every other one. */
function byWorth(a: Choice, b: Choice): number {
  return Number(a.demo) - Number(b.demo) || b.sizeBytes - a.sizeBytes;
}

/** The model to recommend and why; null when none of them fits the machine's memory. */
export function recommend(models: readonly Choice[], machine: Machine): Recommendation | null {
  const fitting = models.filter((model) => memoryNeeded(model) <= machine.memoryBytes).sort(byWorth);
  const quick = fitting.filter(({ sizeBytes }) => machine.cores > FEW_CORES || sizeBytes <= FEW_CORES_BYTES);
  const chosen = quick[0] ?? fitting[0];
  if (chosen === undefined) return null;
  return { id: chosen.id, why: reason(chosen, fitting, machine) };
}

function reason(chosen: Choice, fitting: readonly Choice[], { cores, memoryBytes }: Machine): string {
  const here = `this machine has ${gibibytes(memoryBytes)} of memory and ${cores} ${cores === 1 ? 'core' : 'cores'}`;
  const need = `${chosen.name} needs about ${gibibytes(memoryNeeded(chosen))}`;
  const passedOver = fitting.find(({ sizeBytes, demo }) => !demo && sizeBytes > chosen.sizeBytes);
  if (passedOver !== undefined) {
    return `${need}, and ${here}: larger models would fit, but without a GPU they would read fewer than about 10 tokens a second here.`;
  }
  if (chosen.demo) return `${need}, and ${here}: too little for a model whose answers are good.`;
  return `${need}, and ${here}: the largest model of the list that fits.`;
}

/** The best of the models that are there: the recommended one, else the most worthwhile that fits, else the smallest. */
export function bestOf<M extends Choice>(present: readonly M[], machine: Machine): M | undefined {
  const chosen = recommend(present, machine);
  const smallest = [...present].sort((a, b) => a.sizeBytes - b.sizeBytes)[0];
  return present.find(({ id }) => id === chosen?.id) ?? smallest;
}
