/**
 * Why this file exists: exactly which native TensorFlow is used on which system. Only the shared
 * libraries and headers in a wheel are used, never its Python part, so one wheel per system is
 * enough whatever Python is installed.
 */

/** A wheel on the Python package index, named well enough for pip to find and check it. */
export interface WheelPin {
  project: string;
  version: string;
  /**
   * For pip's --python-version, --abi and --platform; the installed Python need not match. Absent
   * for a wheel that fits every system.
   */
  built?: { python: string; abi: string; platform: string };
  /** Of the wheel file, hexadecimal. */
  sha256: string;
  /** Of the wheel file. */
  bytes: number;
}

/** Native TensorFlow for one system. */
export interface NativePin {
  wheel: WheelPin;
  /** Path in the wheel -> name in `deps/lib`; SHA-256 where it has been recorded. */
  libraries: readonly { path: string; name: string; sha256?: string; bytes: number }[];
  /** The oldest GNU C library the wheel runs on. */
  glibc: string;
  /** More wheels unpacked whole into `deps` (the CUDA libraries). */
  extras: readonly WheelPin[];
}

export const TENSORFLOW_VERSION = '2.21.0';

/** What the binding's two sources include, relative to `tensorflow/include` in the wheel. */
export const HEADERS = [
  'tensorflow/c/c_api.h',
  'tensorflow/c/c_api_macros.h',
  'tensorflow/c/eager/c_api.h',
  'tensorflow/c/tf_attrtype.h',
  'tensorflow/c/tf_buffer.h',
  'tensorflow/c/tf_datatype.h',
  'tensorflow/c/tf_status.h',
  'tensorflow/c/tf_tensor.h',
  'tensorflow/c/tf_tstring.h',
  'tensorflow/core/platform/ctstring.h',
  'tensorflow/core/platform/ctstring_internal.h',
  'tsl/platform/ctstring.h',
  'tsl/platform/ctstring_internal.h',
  'xla/tsl/c/tsl_status.h',
] as const;

const cc = { path: 'tensorflow/libtensorflow_cc.so.2', name: 'libtensorflow_cc.so.2' };
const framework = {
  path: 'tensorflow/libtensorflow_framework.so.2',
  name: 'libtensorflow_framework.so.2',
};
const python = { python: '3.11', abi: 'cp311' };

export type Variant = 'cpu' | 'gpu';

const PINS: Readonly<Record<string, NativePin>> = {
  'cpu-linux-x64': {
    wheel: {
      project: 'tensorflow-cpu',
      version: TENSORFLOW_VERSION,
      built: { ...python, platform: 'manylinux_2_27_x86_64' },
      sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
      bytes: 273_829_956,
    },
    libraries: [
      {
        ...cc,
        sha256: '6505a4b9657e62100c6bdacb683957a395cb047725042945aaa50e40a71e429e',
        bytes: 788_086_608,
      },
      {
        ...framework,
        sha256: 'f060b323b26ef80add21b9df9428de3aeaf2843d772c5bb098745f7abff3709b',
        bytes: 65_222_328,
      },
    ],
    glibc: '2.27',
    extras: [],
  },
  // The wheel's hash is pinned; the libraries' own sizes are estimates for the disk check, since
  // no such machine has run it yet.
  'cpu-linux-arm64': {
    wheel: {
      project: 'tensorflow',
      version: TENSORFLOW_VERSION,
      built: { ...python, platform: 'manylinux_2_27_aarch64' },
      sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
      bytes: 300_000_000,
    },
    libraries: [
      { ...cc, bytes: 800_000_000 },
      { ...framework, bytes: 70_000_000 },
    ],
    glibc: '2.27',
    extras: [],
  },
};

/** The pin for a system such as `linux-x64`, or undefined where there is none. */
export function nativePin(variant: Variant, system: string): NativePin | undefined {
  return PINS[`${variant}-${system}`];
}
