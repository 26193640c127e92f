/** The WebGPU backend's bundle: registers itself with the engine of tfjs.ts, which it imports and never holds a copy of. */
import '@tensorflow/tfjs-backend-webgpu';
