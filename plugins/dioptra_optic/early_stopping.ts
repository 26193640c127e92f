/** Keras's callbacks by name: what may end a training before its last epoch. */
import type { Options } from './compile.ts';

export interface CallbackSpec {
  readonly name: string;
  readonly parameters?: Options;
}

/** What training asks after each epoch. */
export interface Watch {
  /** `better` where the epoch's weights are the best so far, `stop` where it should be the last. */
  judge(
    epoch: number,
    logs: ReadonlyMap<string, number>,
  ): { readonly better: boolean; readonly stop: string | null };
  /** Whether the best weights are to be put back at the end. */
  readonly restoreBest: boolean;
}

const KNOWN: Readonly<Record<string, (parameters: Options) => Watch>> = {
  EarlyStopping: earlyStopping,
  TerminateOnNaN: terminateOnNaN,
};

/** Throws where a callback is unknown. */
export function createWatches(callbacks: readonly CallbackSpec[]): Watch[] {
  return callbacks.map(({ name, parameters = {} }) => {
    const make = KNOWN[name];
    if (!make)
      throw new Error(`There is no callback "${name}" here; there is ${Object.keys(KNOWN).join(', ')}.`);
    return make(parameters);
  });
}

/** Stops after `patience` epochs in which `monitor` did not get better by more than `min_delta`. */
function earlyStopping(parameters: Options): Watch {
  const { monitor = 'val_loss', mode = 'auto', min_delta = 0, patience = 0, baseline = null } = parameters;
  const { restore_best_weights = false, start_from_epoch = 0 } = parameters;
  const name = String(monitor);
  const upward = mode === 'max' || (mode === 'auto' && /acc|auc|precision|recall|f1/.test(name));
  const sign = upward ? -1 : 1;
  let best = baseline === null ? Infinity : sign * Number(baseline);
  let waited = 0;
  return {
    restoreBest: restore_best_weights === true,
    judge(epoch, logs) {
      const value = logs.get(name);
      if (value === undefined) {
        throw new Error(`EarlyStopping watches ${name}, and there is only ${[...logs.keys()].join(', ')}.`);
      }
      if (epoch < Number(start_from_epoch)) return { better: false, stop: null };
      const better = sign * value < best - Math.abs(Number(min_delta));
      if (better) best = sign * value;
      waited = better ? 0 : waited + 1;
      const stop = waited >= Number(patience) && !better && epoch > 0;
      return { better, stop: stop ? `${name} did not get better in ${waited} epochs` : null };
    },
  };
}

function terminateOnNaN(): Watch {
  return {
    restoreBest: false,
    judge: (_, logs) => {
      const stop = Number.isFinite(logs.get('loss')) ? null : 'the loss is no finite number';
      return { better: false, stop };
    },
  };
}
