/** The engine's download of a catalogue model. */
import type { Params, Result } from '../../contract/engine.ts';
import { EngineError } from '../../contract/errors.ts';
import type { ModelProgress } from '../../contract/models.ts';
import { seldom } from '../seldom.ts';
import type { Work } from '../work.ts';
import { readCatalogue } from './catalogue.ts';
import { ensureModel, type EnsureModelOptions } from './ensure-model.ts';
import { ModelError, modelUnavailable } from './model-error.ts';

/** Progress is told ten times a second, and whenever something new begins or ends. */
const EVERY_MS = 100;

/**
 * Makes a catalogue model's file available, with progress as 'model.fetching' events.
 *
 * When the disk fills up during a download from the hub, its library may end the process; whoever asked then sees 'engine-exited'.
 * @param options for tests: another catalogue, folder or source.
 * @throws EngineError 'model-unavailable'; 'cancelled', after which the next call goes on where this one stopped.
 */
export async function fetchModel(
  params: Params<'fetchModel'>,
  work: Work,
  options: Pick<EnsureModelOptions, 'cacheDir' | 'catalogue' | 'pip' | 'hub'> = {},
): Promise<Result<'fetchModel'>> {
  try {
    const catalogue = options.catalogue ?? readCatalogue();
    if (!catalogue.some(({ id }) => id === params.id)) {
      throw new ModelError('unknown-model', `no model of the catalogue is called ${JSON.stringify(params.id)}`);
    }
    const { path } = await ensureModel(params.id, {
      ...options,
      catalogue,
      signal: work.signal,
      onProgress: thinned((progress) => work.emit('model.fetching', progress)),
    });
    return { path };
  } catch (error) {
    if (work.signal.aborted) throw new EngineError('cancelled', {}, error);
    throw error instanceof ModelError ? modelUnavailable(error) : error;
  }
}

function thinned(report: (progress: ModelProgress) => void): (progress: ModelProgress) => void {
  const pass = seldom(report, EVERY_MS);
  let step = '';
  return (progress) => {
    const { phase, part, bytesDone, bytesTotal } = progress;
    const now = `${phase} ${part}`;
    pass(progress, now !== step || bytesDone === bytesTotal);
    step = now;
  };
}
