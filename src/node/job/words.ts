/** The words of `npm run job`: what is asked for, or what is wrong with them. */
import type { BackendChoice } from '#core/resources/content.ts';
import { parseArgs } from 'node:util';

export const HELP = `Runs a job in the built app, without a window, and prints its metrics.

  npm run job -- ENTRYPOINT [options]                    a bundled entrypoint, by its name
  npm run job -- FILE.toml --entrypoint NAME [options]   one of a resource file; its plugins lie beside the file,
                                                         or are built-in plugins of the same name
  -P name=value         a parameter; as often as needed
  --artifact name=PATH  feeds an artifact parameter from what an earlier run left in its --out
  --backend NAME        auto, webgpu, wasm or cpu; else the entrypoint's queue decides
  --seed N              a whole number from 0 to 4294967295; else drawn anew
  --timeout S           ends the job as failed after so many seconds
  --json                one JSON object on standard output, everything else on standard error
  --out DIR             writes the artifacts there, and job.json beside them
  -h, --help            this text

The exit code is 0 only if the job finished. Ctrl+C cancels the job.`;

/** What a command line asks for. */
export interface JobWords {
  /** Null only beside a file, which may hold a single entrypoint. */
  readonly entrypoint: string | null;
  /** A resource TOML. */
  readonly file: string | null;
  readonly values: Readonly<Record<string, string>>;
  /** Artifact parameter → path of an entry. */
  readonly artifacts: Readonly<Record<string, string>>;
  readonly backend: BackendChoice | null;
  readonly seed: number | null;
  readonly timeout: number | null;
  readonly json: boolean;
  readonly out: string | null;
}

/** The command cannot be carried out as it stands; its message is a sentence for the person who typed it. */
export class WrongWords extends Error {}

const OPTIONS = {
  param: { type: 'string', short: 'P', multiple: true },
  artifact: { type: 'string', multiple: true },
  backend: { type: 'string' },
  seed: { type: 'string' },
  timeout: { type: 'string' },
  json: { type: 'boolean' },
  out: { type: 'string' },
  entrypoint: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const BACKENDS: readonly BackendChoice[] = ['auto', 'webgpu', 'wasm', 'cpu'];

/** What is asked for, or `help`; throws WrongWords. */
export function parseWords(words: readonly string[]): JobWords | 'help' {
  const { values: given, positionals } = parse(words);
  if (given.help) return 'help';
  const [first, ...more] = positionals;
  if (first === undefined) throw new WrongWords('Name an entrypoint, or a resource file.');
  if (more.length > 0)
    throw new WrongWords(`“${more.join(' ')}” is one word too many. Put names with blanks in quotes.`);
  const isFile = first.endsWith('.toml');
  if (!isFile && given.entrypoint !== undefined)
    throw new WrongWords('--entrypoint goes with a resource file, whose name ends with .toml.');
  return {
    entrypoint: isFile ? (given.entrypoint ?? null) : first,
    file: isFile ? first : null,
    values: parsePairs('-P', given.param),
    artifacts: parsePairs('--artifact', given.artifact),
    backend: parseBackend(given.backend),
    seed: parseSeed(given.seed),
    timeout: parseTimeout(given.timeout),
    json: given.json ?? false,
    out: given.out ?? null,
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new WrongWords(error instanceof Error ? error.message.split('. ')[0] + '.' : String(error));
  }
}

function parsePairs(option: string, pairs: readonly string[] = []): Record<string, string> {
  const entries = pairs.map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new WrongWords(`${option} takes name=value, not “${pair}”.`);
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return Object.fromEntries(entries);
}

function parseBackend(word: string | undefined): BackendChoice | null {
  if (word === undefined) return null;
  const backend = BACKENDS.find((known) => known === word);
  if (!backend) throw new WrongWords(`--backend takes ${BACKENDS.join(', ')}, not “${word}”.`);
  return backend;
}

function parseSeed(word: string | undefined): number | null {
  if (word === undefined) return null;
  if (/^\d+$/.test(word) && Number(word) <= 0xffffffff) return Number(word);
  throw new WrongWords('--seed takes a whole number from 0 to 4294967295.');
}

function parseTimeout(word: string | undefined): number | null {
  if (word === undefined) return null;
  const seconds = Number(word);
  if (word.trim() !== '' && Number.isFinite(seconds) && seconds > 0) return seconds;
  throw new WrongWords('--timeout takes a number of seconds above 0.');
}
