/** Reads the layers of a Keras model kept as TensorFlow.js keeps it, for a table of what it is made of. */

export interface ModelSummary {
  readonly name: string;
  readonly layers: readonly {
    readonly name: string;
    readonly type: string;
    readonly facts: string;
    readonly weights: number;
  }[];
  readonly weights: number;
}

type Data = Record<string, unknown>;
const data = (value: unknown): Data => (typeof value === 'object' && value !== null ? (value as Data) : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Null where the JSON is something else. */
export function readModel(json: unknown): ModelSummary | null {
  const topology = data(data(json).modelTopology ?? json);
  const config = data(topology.model_config ?? (topology.class_name ? topology : undefined));
  const inner = data(config.config);
  const layers = list(Array.isArray(config.config) ? config.config : inner.layers).map(data);
  if (!config.class_name || layers.length === 0) return null;
  const specs = [
    ...list(data(json).weightsManifest).flatMap((group) => list(data(group).weights)),
    ...list(data(json).weightSpecs),
  ].map(data);
  const sizeOf = (spec: Data) => list(spec.shape).reduce<number>((n, side) => n * Number(side), 1);
  const owned = (layer: string) =>
    specs
      .filter((spec) => String(spec.name).startsWith(`${layer}/`))
      .reduce((n, spec) => n + sizeOf(spec), 0);
  return {
    name: String(inner.name ?? config.class_name),
    layers: layers.map((layer) => {
      const settings = data(layer.config);
      const name = String(settings.name ?? layer.name ?? '');
      return { name, type: String(layer.class_name), facts: factsOf(settings), weights: owned(name) };
    }),
    weights: specs.reduce((n, spec) => n + sizeOf(spec), 0),
  };
}

function factsOf(settings: Data): string {
  const shown: [string, unknown][] = [
    ['units', settings.units],
    ['filters', settings.filters],
    ['kernel', sides(settings.kernel_size)],
    ['stride', sides(settings.strides)],
    ['pool', sides(settings.pool_size)],
    ['rate', settings.rate],
    ['input', sides(settings.batch_input_shape ?? settings.batch_shape)],
    [
      '',
      typeof settings.activation === 'string' && settings.activation !== 'linear'
        ? settings.activation
        : undefined,
    ],
  ];
  return shown
    .flatMap(([name, value]) =>
      value === undefined || value === null ? [] : [`${name} ${String(value)}`.trim()],
    )
    .join(', ');
}

const sides = (value: unknown): string | undefined =>
  Array.isArray(value) ? value.map((n) => (n === null ? '?' : String(n))).join('×') : undefined;
