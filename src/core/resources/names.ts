/** What resources, tasks, parameters and files may be called, by the reference system's own regular expressions. */

/**
 * Plugins, tasks, task parameters, metrics and artifact parameters: a letter, or a letter or underscore and at least one more
 * letter, digit or underscore. Python's way with case also lets four letters beyond ASCII through, and one line break at the end.
 */
const NAME = /^(?:[a-zİı]|[a-z_İı][a-z0-9_İı]+)\n?$/iu;

/** Whether a plugin, task, task parameter, metric or artifact parameter may be called so. */
export function isName(text: string): boolean {
  return NAME.test(text);
}

/** Whether a plugin file may be called so: no part of its path after the first may begin with an underscore, nor may a folder. */
export function isFilename(text: string, extensions: readonly string[]): boolean {
  const form = new RegExp(
    `^(?!.*/_)(?!_/)(?:[a-zA-Z][a-zA-Z0-9_]*/)*[a-zA-Z_][a-zA-Z0-9_]*\\.(?:${extensions.join('|')})\\n?$`,
    'u',
  );
  return form.test(text);
}

/** Whether a parameter type may be called so: anything but nothing and the names of the built-in types, in whatever case. */
export function isTypeName(text: string): boolean {
  return (
    text.length > 0 &&
    !['any', 'string', 'integer', 'number', 'boolean', 'null'].includes(text.trim().toLowerCase())
  );
}
