// Imports of computed addresses. The check of a plugin's source refuses them before anything runs; these prove that the wall holds
// without it.
import { blob, module } from './attempts.js';

export const imports = {
  importModule: async ({ to }) => (await import(`${to}/module.js`)).answer,
  importData: async ({ to }) =>
    (await import(module(`export default await fetch('${to}/import-data')`))).default.status,
  importBlob: async ({ to }) =>
    (await import(blob(`export default await fetch('${to}/import-blob')`))).default.status,
  importFromBlob: async ({ to }) =>
    (await import(blob(`export { answer } from '${to}/from-blob.js'`))).answer,
};
