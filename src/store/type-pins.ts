/** The parameter types that a plugin or an entrypoint pins: those that it names, and those that these name in turn. */
import type {
  ContentOf,
  EntrypointContent,
  Pin,
  PluginContent,
  ResourceKind,
  TypeContent,
} from '#core/resources/content.ts';
import { PUBLIC_GROUP } from '#core/resources/snapshot.ts';
import { typesOfOutputs, typesOfStructure, typesOfTasks } from '#core/resources/type-names.ts';
import type { Tables } from './tables.ts';

/**
 * The content with a pin for each type that it names and that is here, in the order of their first mention. A type that is pinned
 * already stays at its snapshot: it moves only when its author says so.
 */
export async function withTypePins<K extends ResourceKind>(
  db: Tables,
  kind: K,
  content: ContentOf[K],
): Promise<ContentOf[K]> {
  if (kind === 'plugin') {
    const plugin = content as PluginContent;
    const types = await pinTypes(db, typesOfTasks(plugin.files), plugin.types);
    return { ...plugin, types } as ContentOf[K];
  }
  if (kind === 'entrypoint') {
    const { types: kept = [], ...rest } = content as EntrypointContent;
    const outputs = rest.artifactParameters.flatMap((parameter) => parameter.outputs);
    const types = await pinTypes(db, typesOfOutputs(outputs), kept);
    return (types.length > 0 ? { ...rest, types } : rest) as ContentOf[K];
  }
  return content;
}

/** Pins of those that are here; where `kept` has one, that. */
export async function pinTypes(
  db: Tables,
  names: readonly string[],
  kept: readonly Pin[] = [],
): Promise<readonly Pin[]> {
  const pins: Pin[] = [];
  const before = new Map<string, { pin: Pin; type: TypeContent }>();
  for (const pin of kept) {
    const type = await readType(db, pin);
    if (type) before.set(type.name, { pin, type });
  }
  const seen = new Set(names);
  for (const name of seen) {
    const found = before.get(name) ?? (await latestType(db, name));
    if (!found) continue;
    pins.push(found.pin);
    // A set that grows while it is walked hands out what was added.
    for (const inner of typesOfStructure(found.type.structure)) seen.add(inner);
  }
  return pins;
}

async function latestType(db: Tables, name: string) {
  const row = await db.resources.get({ live: 1, kind: 'type', group: PUBLIC_GROUP, name });
  const type = row && (await readType(db, row.latest));
  return type ? { pin: row.latest, type } : null;
}

async function readType(db: Tables, pin: Pin): Promise<TypeContent | undefined> {
  return (await db.contents.get(pin.hash))?.content as TypeContent | undefined;
}
