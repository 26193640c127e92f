/** Puts an import into the store, all or nothing, and tells beforehand what it would do: by doing it, and leaving nothing of it. */
import type { ImportReport } from '#core/client.ts';
import { canonicalJson } from '#core/hash/canonical-json.ts';
import type { Issue } from '#core/issues.ts';
import type { Pin } from '#core/resources/content.ts';
import { keysOfPlan, needsInPlan, textOfKey } from '#core/resources/import-choice.ts';
import { importIssue } from '#core/resources/import-issues.ts';
import type { ConflictRule, ImportPlan } from '#core/resources/import-plan.ts';
import {
  CONFLICT_RULES,
  type ImportFate,
  type ImportItem,
  type ImportPreview,
} from '#core/resources/import-preview.ts';
import { samePin } from '#core/resources/pins.ts';
import { LOCAL_USER } from '#core/resources/snapshot.ts';
import { ImportRun, type ImportOutcome } from './import-run.ts';
import { attempt } from './refusal.ts';
import type { Tables } from './tables.ts';

export interface ImportOptions {
  readonly conflicts?: ConflictRule;
  readonly author?: string;
  readonly message?: string;
  /** Of a preview: what moved on since then refuses the import. */
  readonly basis?: string;
}

const NOTHING: ImportReport['resources'] = { plugins: {}, types: {}, entrypoints: {} };

/** Thrown inside the transaction, so that nothing of it stays. */
class Abandoned extends Error {}

/** What was imported before is left as it is, without a new snapshot, where its content is equal. */
export async function applyImport(
  db: Tables,
  plan: ImportPlan,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const { conflicts = 'fail', author = LOCAL_USER, message = 'Imported', basis } = options;
  const run = new ImportRun(db, conflicts, { author, message });
  const done = await transact(db, async () => {
    await run.apply(plan);
    if (basis !== undefined) run.issues.unshift(...movedOn(basis, run.seen));
    return run.issues.every((issue) => issue.severity !== 'ERROR');
  });
  if (!done) return { issues: run.issues, resources: NOTHING, records: [] };
  const records = run.outcomes.flatMap(({ kind, name, id, does }) =>
    id === null ? [] : [{ noun: kind, id, name, does }],
  );
  return { issues: run.issues, resources: idsOf(run.outcomes), records };
}

/** What an import of this plan would do under each rule. Each resource is told as if all of the plan went in. */
export async function previewImport(
  db: Tables,
  plan: ImportPlan,
  { author = LOCAL_USER }: Pick<ImportOptions, 'author'> = {},
): Promise<ImportPreview> {
  const runs = new Map<ConflictRule, ImportRun>();
  for (const rule of CONFLICT_RULES) {
    const run = new ImportRun(db, rule, { author, message: '' });
    await transact(db, async () => (await run.apply(plan), false));
    runs.set(rule, run);
  }
  const [first] = [...runs.values()];
  const needs = needsInPlan(plan);
  const items = keysOfPlan(plan).map(({ kind, name }, i): ImportItem => {
    const key = textOfKey({ kind, name });
    const fateUnder = (rule: ConflictRule) => fateOf(runs.get(rule)!.outcomes[i]!);
    return {
      key,
      noun: kind,
      name,
      needs: needs.get(key) ?? [],
      builtIn: first!.outcomes[i]!.builtIn,
      under: { fail: fateUnder('fail'), update: fateUnder('update'), overwrite: fateUnder('overwrite') },
    };
  });
  const seen = new Map([...runs.values()].flatMap((run) => [...run.seen]));
  return { issues: [], items, basis: canonicalJson(seen) };
}

/** Resolves with whether it stays: it goes again where the work says false. */
async function transact(db: Tables, work: () => Promise<boolean>): Promise<boolean> {
  try {
    await attempt(() =>
      db.transaction('rw', [db.resources, db.snapshots, db.contents], async () => {
        if (!(await work())) throw new Abandoned();
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof Abandoned) return false;
    throw error;
  }
}

function fateOf({ does, changes, issues }: ImportOutcome): ImportFate {
  return { does, changes, issues };
}

function movedOn(basis: string, seen: ReadonlyMap<string, Pin | null>): Issue[] {
  const before = new Map<string, Pin | null>(Object.entries(JSON.parse(basis) as Record<string, Pin | null>));
  return [...seen].flatMap(([key, now]) => {
    const old = before.get(key);
    if (old === undefined || old === now || (old && now && samePin(old, now))) return [];
    const [kind = '', ...name] = key.split(' ');
    return [importIssue({ code: 'import-moved-on', words: { what: `The ${kind}`, name: name.join(' ') } })];
  });
}

function idsOf(outcomes: readonly ImportOutcome[]): ImportReport['resources'] {
  const ids = (kind: ImportOutcome['kind']) =>
    Object.fromEntries(
      outcomes.flatMap(({ kind: other, name, id }) => (other === kind && id !== null ? [[name, id]] : [])),
    );
  return { types: ids('type'), plugins: ids('plugin'), entrypoints: ids('entrypoint') };
}
