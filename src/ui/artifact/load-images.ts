/** Reads the folder of adversarial images that a job kept. */
import { parseImageSet, type ImageSet } from './image-set.ts';

/** `artifact`: its id. Throws an Error that says what is wrong with the files. */
export async function loadImages(
  artifact: string,
  read: (artifact: string, path: string) => Promise<Uint8Array>,
): Promise<ImageSet> {
  const files = ['images.json', 'original.npy', 'adversarial.npy'].map((path) => read(artifact, path));
  const [facts, before, after] = await Promise.all(files);
  return parseImageSet(JSON.parse(new TextDecoder().decode(facts)), before!, after!);
}
