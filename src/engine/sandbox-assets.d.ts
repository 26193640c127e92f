/** What the build says about the files that enter the sandbox (scripts/vite-sandbox-assets.mjs). */
declare module 'virtual:sandbox-assets' {
  /** Addresses of the bundles and of the wasm binaries. */
  export const urls: Readonly<
    Record<
      | 'boot'
      | 'sdk'
      | 'numeric'
      | 'tfjs'
      | 'webgpu'
      | 'tfjs-backend-wasm.wasm'
      | 'tfjs-backend-wasm-simd.wasm',
      string
    >
  >;
  /** The frame's inline script, and its hash as a content policy names it. */
  export const frame: { readonly script: string; readonly hash: string };
}
