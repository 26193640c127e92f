/** Turns the library's document into our tree: scalars get their meaning, aliases their target, merge keys their entries. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Alias,
  type Document,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { issue, type Issue } from '#core/issues.ts';
import {
  list,
  map,
  scalar,
  type Entry,
  type MapNode,
  type Node,
  type Place,
  type ScalarNode,
} from './node.ts';
import type { Source } from './source.ts';
import { findKeyFault } from './yaml-keys.ts';
import { mergeEntries, uniteEntries } from './yaml-merge.ts';
import { readPlain, readTagged, type NoMeaning } from './yaml-scalar.ts';
import { applyCollectionTag, findTag } from './yaml-tags.ts';

const TAG_PREFIX = 'tag:yaml.org,2002:';
const DEEPEST = 400;

/** More nodes than this, counting what aliases repeat, are refused: nine lines of aliases can unfold to a billion. */
const MOST_NODES = 1_000_000;

/** The entries of a mapping while it is read: its own, and those that merge keys bring in, which come before them. */
interface Gathered {
  readonly own: Entry[];
  readonly merged: Entry[];
}

type Raw = Scalar | YAMLMap | YAMLSeq | Alias | null;

/** Builds nodes from one or more documents of the same text, and collects what is wrong with them. */
export class TreeBuilder {
  readonly issues: Issue[] = [];
  readonly #source: Source;
  readonly #anchors = new Map<string, { node: Node | null; size: number }>();
  readonly #appended: Gathered = { own: [], merged: [] };
  #shift = 0;
  #depth = 0;
  #size = 0;

  constructor(source: Source) {
    this.#source = source;
  }

  /** The tree of a document whose text begins at this offset of the source. */
  build(document: Document.Parsed, shift: number): Node {
    this.#shift = shift;
    return this.#node(document.contents as Raw, document.range[0]);
  }

  /** Takes in a piece of a long mapping, as the library read it; false where it is no mapping at the left margin. */
  appendDocument(document: Document.Parsed, shift: number): boolean {
    const contents = document.contents as Raw;
    if (!isMap(contents) || contents.flow || contents.anchor || contents.tag || contents.range![0] !== 0)
      return false;
    this.#shift = shift;
    for (const pair of contents.items) this.#pair(pair as Pair<Raw, Raw>, this.#appended);
    return true;
  }

  appendEntries(entries: readonly Entry[]): void {
    for (const entry of entries) this.#appended.own.push(entry);
  }

  /** The mapping of all that was appended. */
  buildAppended(): MapNode {
    const { own } = this.#appended;
    const last = own.at(-1);
    const end = last?.value.place?.end ?? last?.key.place?.end ?? 0;
    return this.#unite(this.#appended, { source: this.#source, start: own[0]?.key.place?.start ?? 0, end });
  }

  /** A mapping without merge keys. */
  unite(own: Entry[], place: Place): MapNode {
    return this.#unite({ own, merged: [] }, place);
  }

  #place(range: readonly number[] | null | undefined): Place {
    return {
      source: this.#source,
      start: this.#shift + (range?.[0] ?? 0),
      end: this.#shift + (range?.[1] ?? 0),
    };
  }

  #node(raw: Raw, emptyAt: number): Node {
    this.#size += 1;
    if (raw === null) return scalar('null', null, this.#place([emptyAt, emptyAt]));
    if (isAlias(raw)) return this.#alias(raw);
    const before = this.#size;
    const anchored = raw.anchor ? this.#anchor(raw.anchor, raw) : null;
    const node = isScalar(raw) ? this.#scalar(raw) : this.#collection(raw);
    if (anchored) Object.assign(anchored, { node, size: this.#size - before + 1 });
    return node;
  }

  #anchor(name: string, raw: Scalar | YAMLMap | YAMLSeq): { node: Node | null; size: number } {
    const problem = this.#anchors.has(name)
      ? 'is set twice'
      : /^[\w-]+$/.test(name)
        ? null
        : 'is no word of letters, digits, "_" and "-"';
    if (problem)
      this.#report(issue('yaml-anchor', { detail: `The anchor "&${name}" ${problem}` }, this.#at(raw)));
    const anchored = { node: null, size: 1 };
    this.#anchors.set(name, anchored);
    return anchored;
  }

  #alias(raw: Alias): Node {
    const target = this.#anchors.get(raw.source);
    this.#size += target?.size ?? 0;
    if (this.#size > MOST_NODES) return this.#stopUnfolding(raw);
    if (target?.node) return { ...target.node, place: this.#place(raw.range) };
    const detail = target
      ? `The alias "*${raw.source}" stands inside what it repeats`
      : `No anchor "&${raw.source}" comes before this alias`;
    return this.#fail(issue('yaml-anchor', { detail }, this.#at(raw)));
  }

  /** Says so once, and takes this and all later aliases for nothing. */
  #stopUnfolding(raw: Alias): ScalarNode {
    const nothing = scalar('null', null, this.#place(raw.range));
    if (this.issues.some(({ code }) => code === 'yaml-too-many-aliases')) return nothing;
    return this.#fail(issue('yaml-too-many-aliases', {}, this.#at(raw)));
  }

  #scalar(raw: Scalar): ScalarNode {
    const source = this.#content(raw);
    const meaning = raw.tag && raw.tag !== '!' ? this.#tagged(raw.tag, source) : this.#untagged(raw, source);
    if (meaning === null) return this.#fail(unknownTag(raw.tag ?? '', this.#atTag(raw)));
    if (meaning.type === null) return this.#fail(unreadable(meaning, source, this.#at(raw)));
    return scalar(meaning.type, meaning.value, this.#place(raw.range));
  }

  /** The library ends every block text with a line break, even where the source ends without one. */
  #content(raw: Scalar): string {
    const content = raw.source ?? '';
    const isBlock = raw.type === 'BLOCK_LITERAL' || raw.type === 'BLOCK_FOLDED';
    const { text } = this.#source;
    const isCut =
      isBlock && content.endsWith('\n') && this.#place(raw.range).end >= text.length && /[^\n ]$/.test(text);
    return isCut ? content.slice(0, -1) : content;
  }

  #untagged(raw: Scalar, source: string) {
    return raw.type === 'PLAIN' || raw.tag === '!'
      ? readPlain(source)
      : ({ type: 'string', value: source } as const);
  }

  #tagged(tag: string, source: string) {
    return tag.startsWith(TAG_PREFIX) ? readTagged(tag.slice(TAG_PREFIX.length), source) : null;
  }

  #collection(raw: YAMLMap | YAMLSeq): Node {
    if (this.#depth >= DEEPEST) return this.#fail(issue('yaml-too-deep', {}, this.#at(raw)));
    this.#depth += 1;
    const node = isSeq(raw) ? this.#list(raw) : this.#map(raw);
    this.#depth -= 1;
    if (!raw.tag || raw.tag === '!') return node;
    const tagged = raw.tag.startsWith(TAG_PREFIX)
      ? applyCollectionTag(raw.tag.slice(TAG_PREFIX.length), node)
      : null;
    return tagged ?? this.#fail(unknownTag(raw.tag, this.#atTag(raw)));
  }

  #list(raw: YAMLSeq): Node {
    const items = raw.items.map((item) => this.#node(item as Raw, raw.range![0]));
    return list(items, this.#span(raw, items.at(-1)));
  }

  #map(raw: YAMLMap): MapNode {
    const gathered: Gathered = { own: [], merged: [] };
    for (const pair of raw.items) this.#pair(pair as Pair<Raw, Raw>, gathered);
    const last = gathered.own.at(-1);
    return this.#unite(gathered, this.#span(raw, last?.value.place ? last.value : last?.key));
  }

  /** Without brackets a collection ends where its last part does, not after the line break that follows. */
  #span(raw: YAMLMap | YAMLSeq, last: Node | undefined): Place {
    const place = this.#place(raw.range);
    return !raw.flow && last?.place ? { ...place, end: last.place.end } : place;
  }

  /** Adds one entry, or those that a merge key brings in. */
  #pair(pair: Pair<Raw, Raw>, gathered: Gathered): void {
    const { key, value } = pair;
    if (isPlainScalar(key, '<<')) {
      const merged = this.#node(value, key.range![1]);
      const fault = mergeEntries(merged, gathered.merged);
      if (fault) this.#report(issue('yaml-merge', {}, this.#at(fault)));
      return;
    }
    if (isScalar(key)) this.#checkKey(key);
    const keyNode = isPlainScalar(key, '=')
      ? scalar('string', '=', this.#place(key.range))
      : this.#node(key, 0);
    const valueNode = this.#node(value, key?.range?.[1] ?? 0);
    if (keyNode.kind === 'scalar') gathered.own.push({ key: keyNode, value: valueNode });
    else
      this.#report(
        issue('yaml-key-kind', { kind: keyNode.kind === 'list' ? 'list' : 'mapping' }, this.#at(keyNode)),
      );
  }

  /** The library lets some keys pass that YAML 1.1 does not know. */
  #checkKey(key: Scalar): void {
    const { start, end } = this.#place(key.range);
    const isEmpty = key.source === '' && key.type === 'PLAIN' && !key.anchor && !key.tag;
    const fault = findKeyFault(this.#source.text, start, end, isEmpty);
    if (fault) this.#report(issue(fault.code, { detail: fault.detail }, this.#at(key)));
  }

  #unite({ own, merged }: Gathered, place: Place): MapNode {
    const united = uniteEntries(own);
    for (const again of united.repeated)
      this.#report(issue('yaml-duplicate-key', { key: String(again.value) }, this.#at(again)));
    return map(
      merged.length > 0 ? uniteEntries([...merged, ...united.entries]).entries : united.entries,
      place,
    );
  }

  #at(where: Node | Scalar | YAMLMap | YAMLSeq | Alias) {
    const place = 'kind' in where ? (where.place ?? this.#place(null)) : this.#place(where.range);
    return { path: [], document: this.#source.document, range: this.#source.range(place.start, place.end) };
  }

  /** The tag itself, where it stands right before what it belongs to. */
  #atTag(raw: Scalar | YAMLMap | YAMLSeq) {
    const { text, document } = this.#source;
    const { start, end } = this.#place(raw.range);
    const [from, to] = findTag(text, start) ?? [start, end];
    return { path: [], document, range: this.#source.range(from, to) };
  }

  #report(fault: Issue): void {
    this.issues.push(fault);
  }

  /** Reports, and stands in for what could not be read. */
  #fail(fault: Issue): ScalarNode {
    this.#report(fault);
    return scalar('null', null);
  }
}

function isPlainScalar(raw: Raw, source: string): raw is Scalar {
  return isScalar(raw) && raw.type === 'PLAIN' && !raw.tag && raw.source === source;
}

function unknownTag(tag: string, at: Parameters<typeof issue>[2]): Issue {
  return issue('yaml-tag', { detail: `The tag "${tag.replace(TAG_PREFIX, '!!')}" has no meaning here` }, at);
}

function unreadable(meaning: NoMeaning, source: string, at: Parameters<typeof issue>[2]): Issue {
  if (meaning.reason === 'malformed') return issue('yaml-malformed', { text: source }, at);
  return issue('yaml-reserved', { text: source }, at);
}
