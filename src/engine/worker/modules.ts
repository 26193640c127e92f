/** Evaluates prepared modules: each becomes a blob whose imports name other blobs, and keeps its author's lines. */
import type { LoadedPlugin, PreparedModule } from '#engine/contract.ts';
import { blobUrl, type LibraryName } from './libraries.ts';

type Namespace = Readonly<Record<string, unknown>>;

export class LoadedModules {
  readonly #urls: Map<string, string>;
  readonly #prepared = new Map<string, PreparedModule>();
  readonly #namespaces = new Map<string, Namespace>();
  /** Plugins in the order of the order: by name the first counts, by hash each. */
  readonly #plugins: readonly LoadedPlugin[];

  constructor(plugins: readonly LoadedPlugin[], libraries: ReadonlyMap<LibraryName, string>) {
    this.#urls = new Map(libraries);
    this.#plugins = plugins;
    for (const plugin of plugins) for (const module of plugin.modules) this.#prepared.set(module.id, module);
  }

  /** What `file` of a plugin exports as `name`. The plugin is found by `hash`, or by name alone where that is null. */
  async find(plugin: string, hash: string | null, file: string, name: string): Promise<unknown> {
    const loaded = this.#plugins.find((p) => (hash === null ? p.name === plugin : p.hash === hash));
    const module = loaded?.modules.find((m) => m.file === file);
    if (!module) throw new Error(`The job was not handed the file ${file} of the plugin ${plugin}.`);
    return (await this.#namespace(module))[name];
  }

  /** The file of a plugin, found by hash, that exports `name`. */
  async search(plugin: string, hash: string, name: string): Promise<unknown> {
    const modules = this.#plugins.find((p) => p.hash === hash && p.name === plugin)?.modules ?? [];
    for (const module of modules) {
      const namespace = await this.#namespace(module);
      if (name in namespace) return namespace[name];
    }
    return undefined;
  }

  async #namespace(module: PreparedModule): Promise<Namespace> {
    const known = this.#namespaces.get(module.id);
    if (known) return known;
    const namespace = (await import(/* @vite-ignore */ this.#url(module.id))) as Namespace;
    this.#namespaces.set(module.id, namespace);
    return namespace;
  }

  /** The blob of a module, made after those that it imports. */
  #url(id: string): string {
    const known = this.#urls.get(id);
    if (known) return known;
    const module = this.#prepared.get(id);
    if (!module) throw new Error(`Nothing here is called "${id}".`);
    const url = blobUrl(this.#rewrite(module), `${module.plugin}/${module.file}`);
    this.#urls.set(id, url);
    return url;
  }

  #rewrite({ code, imports }: PreparedModule): string {
    let text = '';
    let at = 0;
    for (const { start, end, target } of imports) {
      text += code.slice(at, start) + this.#url(target);
      at = end;
    }
    return text + code.slice(at);
  }
}
