/** Files that a person chose or dropped: their paths from the chosen folder, and what to read them from, later. */

export interface ChosenFile {
  readonly path: string;
  readonly blob: Blob;
}

/** More than any folder of plugins or artifacts holds; whoever drops a whole disk is told so by what takes the files in. */
const MOST = 20_000;

/** Of an input: a chosen folder stands in front of all its paths, and is taken off. */
export function filesOfInput(input: HTMLInputElement): ChosenFile[] {
  return [...(input.files ?? [])].map((file) => ({
    path: file.webkitRelativePath === '' ? file.name : belowTop(file.webkitRelativePath),
    blob: file,
  }));
}

/** Of a drop: one folder counts as a chosen folder, anything else keeps the names that it has. */
export async function filesOfDrop(transfer: DataTransfer): Promise<ChosenFile[]> {
  // The list is emptied as soon as this turn ends. What comes from another page is a file without an entry.
  const items = [...transfer.items].map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const found: ChosenFile[] = [];
  for (const item of items) {
    if (item instanceof File) found.push({ path: item.name, blob: item });
    else if (item) await walk(item, found);
  }
  const [first] = items;
  const oneFolder = items.length === 1 && first && 'isDirectory' in first && first.isDirectory;
  return oneFolder ? found.map((file) => ({ ...file, path: belowTop(file.path) })) : found;
}

const belowTop = (path: string) => path.slice(path.indexOf('/') + 1);

async function walk(entry: FileSystemEntry, found: ChosenFile[]): Promise<void> {
  if (found.length >= MOST || entry.name === 'node_modules' || entry.name === '.git') return;
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    found.push({ path: entry.fullPath.slice(1), blob: file });
  } else if (isFolder(entry)) {
    const reader = entry.createReader();
    for (let some = await read(reader); some.length > 0; some = await read(reader))
      for (const one of some) await walk(one, found);
  }
}

// Their classes have no names in Chromium.
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** A reader gives a hundred at a time, and an empty list at the end. */
function read(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}
