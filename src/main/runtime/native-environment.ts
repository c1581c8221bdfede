/** Why this file exists: what the native library reads from the environment while it is loaded. */

/**
 * Sets it for this process; a value of the user's own is kept. Call it before the library is
 * loaded. `withGpu` false makes the library with CUDA compute on the CPU.
 */
export function setNativeEnvironment(withGpu: boolean): void {
  // Warnings and errors only.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  // Else TensorFlow takes nearly all memory of the GPU at once.
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';
  // TF32 keeps 10 bits of a product: too few for distances from |a|^2 + |b|^2 - 2ab (Eq. 6).
  process.env['NVIDIA_TF32_OVERRIDE'] ??= '0';
  if (!withGpu) process.env['CUDA_VISIBLE_DEVICES'] = '-1';
}
