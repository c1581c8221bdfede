/**
 * Why this file exists: the engine's only door to TensorFlow. The core API, whichever backend
 * `runtime/` has made active; the native part is never imported here.
 */
export * as tf from '@tensorflow/tfjs';
