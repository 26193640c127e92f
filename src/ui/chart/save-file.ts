/** Hands a file to the person, by a blob URL and a click; nothing leaves the machine. */
export function saveFile(
  name: string,
  content: Blob | Uint8Array | string,
  type = 'application/octet-stream',
): void {
  const blob = content instanceof Blob ? content : new Blob([content as BlobPart], { type });
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A name that every file system takes. */
export const safeName = (name: string): string =>
  name
    .trim()
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '') || 'file';
