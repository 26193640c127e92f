/** What an archive may grow to, watched while it is unpacked: whoever packed it may mean harm, so the first step too far ends it. */
import type { ImportFault } from '#core/resources/import-issues.ts';
import { faultOf, shown } from './intake.ts';

export interface ArchiveLimits {
  /** Bytes of the archive itself. */
  readonly packed: number;
  /** Files and folders in it. */
  readonly entries: number;
  /** Bytes of all that is unpacked. */
  readonly unpacked: number;
  /** How many times its own size it may grow to, once that is more than a few MiB. */
  readonly ratio: number;
  /** Folders within each other. */
  readonly depth: number;
}

/** Plenty for source text; data do not come in plugins. */
export const ARCHIVE_LIMITS: ArchiveLimits = {
  packed: 256 << 20,
  entries: 20_000,
  unpacked: 128 << 20,
  ratio: 200,
  depth: 32,
};

/** Below this no archive is worth a complaint of its ratio: an empty picture packs well too. */
const SMALL = 4 << 20;

/** Thrown within this room while an archive is read, and turned into an issue where the reading began. */
export class ArchiveFault extends Error {
  readonly fault: ImportFault;

  constructor(fault: ImportFault) {
    super(fault.code);
    this.fault = fault;
  }
}

export class ArchiveMeter {
  readonly limits: ArchiveLimits;
  readonly #archive: string;
  readonly #packed: number;
  #entries = 0;
  #unpacked = 0;

  constructor(archive: string, packed: number, limits: ArchiveLimits) {
    this.#archive = shown(archive);
    this.#packed = packed;
    this.limits = limits;
    if (packed > limits.packed) this.#tooLarge(sayBytes(limits.packed));
  }

  /** One more file or folder, before anything of it is read. */
  enter(path: string): void {
    this.#entries++;
    if (this.#entries > this.limits.entries) this.#tooLarge(`${this.limits.entries} files`);
    const fault = faultOf(path) ?? (depthOf(path) > this.limits.depth ? 'lies too deep' : null);
    if (fault) this.refuse(path, fault);
  }

  /** More bytes came out of it. */
  grow(bytes: number): void {
    this.#unpacked += bytes;
    if (this.#unpacked > this.limits.unpacked) this.#tooLarge(sayBytes(this.limits.unpacked));
    const { ratio } = this.limits;
    if (this.#unpacked > Math.max(SMALL, this.#packed * ratio))
      throw new ArchiveFault({ code: 'archive-ratio', words: { archive: this.#archive, ratio } });
  }

  /** An entry is not what an import may hold. */
  refuse(path: string, fault: string): never {
    const words = { archive: this.#archive, path: shown(path), fault };
    throw new ArchiveFault({ code: 'archive-entry', words });
  }

  /** The archive itself is not what it should be. */
  broken(fault: string): never {
    throw new ArchiveFault({ code: 'archive-broken', words: { archive: this.#archive, fault } });
  }

  #tooLarge(limit: string): never {
    throw new ArchiveFault({ code: 'archive-too-large', words: { archive: this.#archive, limit } });
  }
}

function depthOf(path: string): number {
  return path.split('/').filter(Boolean).length - 1;
}

function sayBytes(bytes: number): string {
  return bytes >= 1 << 20 ? `${Math.floor(bytes / (1 << 20))} MiB` : `${bytes} bytes`;
}
