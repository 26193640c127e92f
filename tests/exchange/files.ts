// Imports as files: texts by path.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ImportFile } from '#core/client.ts';

export function files(texts: Readonly<Record<string, string>>): ImportFile[] {
  return Object.entries(texts).map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text) }));
}

export function filesBelow(folder: string): ImportFile[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return found.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return { path: relative(folder, path), bytes: new Uint8Array(readFileSync(path)) };
  });
}

/** A whole small suite in the reference's grammar. */
export const SUITE = {
  'dioptra.toml': `
[[plugins]]
path = "plugins/noise"
description = "Adds noise."

  [[plugins.tasks.functions]]
  filename = "tasks.py"
  name = "add_noise"
  input_params = [
    { name = "image", type = "image", required = true },
    { name = "sigma", type = "number" },
  ]
  output_params = [ { name = "noisy", type = "image" } ]

  [[plugins.tasks.artifacts]]
  filename = "files/png.ts"
  name = "PngArtifactTask"
  output_params = [ { name = "image", type = "image" } ]

[[plugin_param_types]]
name = "image"
description = "Rows of grey levels."
structure = { list = { list = "grey" } }

[[plugin_param_types]]
name = "grey"

[[entrypoints]]
path = "entrypoints/noise.yaml"
name = "Noise"
description = "One image under noise."
params = [
  { name = "sigma", type = "float", default_value = 1.0 },
  { name = "count", type = "integer", default_value = 3 },
  { name = "loud", type = "boolean", default_value = true },
  { name = "label", type = "string", default_value = "seven" },
  { name = "sizes", type = "list" },
]
artifact_params = [ { name = "image", output_params = [ { name = "image", type = "image" } ] } ]
plugins = [ "noise" ]
artifact_plugins = [ "noise" ]
`,
  'plugins/noise/tasks.ts': 'export function add_noise(image: number[][], sigma = 1) { return image; }\n',
  'plugins/noise/files/png.ts': 'export const PngArtifactTask = {};\n',
  'plugins/noise/datasets.json': '[]',
  'plugins/noise/README.md': '# no plugin file\n',
  'plugins/noise/.hidden.ts': 'hidden',
  'entrypoints/noise.yaml': `# What is saved
artifacts:
  picture:
    contents: $noisy
    task: {name: PngArtifactTask}

# What is run
graph:
  # first the noise
  noisy:
    add_noise:
      image: $image  # as given
      sigma: $sigma
`,
} as const;
