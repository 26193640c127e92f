/**
 * What the binary of this folder gives (AssemblyScript): single-precision arithmetic in lanes of four, over the memory of
 * TensorFlow.js' own wasm backend. It holds no state and allocates nothing: every place, also for what is in passing, is
 * handed in. All places are byte addresses; all steps between values are in bytes, unless their name says otherwise.
 */
export { addToRows, takeGreater, takeSigns, takeSmaller } from './elementwise';
export { addWindows } from './windows';
export { correlate } from './correlate';
export { frameImages } from './frame';
export { gateByPositive } from './relu';
export { gatherRuns } from './copy';
export { layOut } from './places';
export { multiply } from './multiply';
export { packColumns } from './pack';
export { returnMaxima } from './pool';
export { stepAdam } from './adam';
export { sumColumns } from './sum';
