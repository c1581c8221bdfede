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
  /**
   * Wheels of CUDA libraries, unpacked into `deps`, where TensorFlow's own run path
   * (`$ORIGIN/../nvidia/<name>/lib`) finds them.
   */
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

/** A CUDA library's wheel; they do not depend on Python. */
function cuda(name: string, version: string, sha256: string, bytes: number): WheelPin {
  const built = { ...python, abi: 'none', platform: 'manylinux2014_x86_64' };
  return { project: `nvidia-${name}-cu12`, version, built, sha256, bytes };
}

/** The oldest versions that TensorFlow's own `and-cuda` extra allows: those it was built with. */
const CUDA: readonly WheelPin[] = [
  cuda(
    'cublas',
    '12.5.3.2',
    'ca070ad70e9fa6654084575d01bd001f30cc4665e33d4bb9fc8e0f321caa034b',
    363_313_169,
  ),
  cuda(
    'cuda-cupti',
    '12.5.82',
    'bde77a5feb66752ec61db2adfe47f56b941842825b4c7e2068aff27c9d107953',
    13_811_507,
  ),
  cuda(
    'cuda-nvcc',
    '12.5.82',
    'b03e545b8e8c3ce7ebcd7fc44063180ff52ff01d064ece2127ed90a04ef12cd0',
    22_468_537,
  ),
  cuda(
    'cuda-nvrtc',
    '12.5.82',
    '3dbd97b0104b4bfbc3c4f8c79cd2496307c89c43c29a9f83125f1d76296ff3fd',
    24_873_108,
  ),
  cuda(
    'cuda-runtime',
    '12.5.82',
    '3e79a060e126df40fd3a068f3f787eb000fa51b251ec6cd97d09579632687115',
    895_707,
  ),
  cuda(
    'cudnn',
    '9.3.0.75',
    '9ad9c6929ebb5295eb4a1728024666d1c88283373e265a0c5c883e6f9d5cd76d',
    577_163_502,
  ),
  cuda(
    'cufft',
    '11.2.3.61',
    '9a6e8df162585750f61983a638104a48c756aa13f9f48e19ab079b38e3c828b8',
    192_524_114,
  ),
  cuda(
    'curand',
    '10.3.6.82',
    '2823fb27de4e44dbb22394a6adf53aa6e1b013aca0f8c22867d1cfae58405536',
    56_309_107,
  ),
  cuda(
    'cusolver',
    '11.6.3.83',
    '93cfafacde4428b71778eeb092ec615a02a3d05404da1bcf91c53e3fa1bce42b',
    130_341_232,
  ),
  cuda(
    'cusparse',
    '12.5.1.3',
    '016df8e993c437e8301e62739f01775cba988fd5253cd4c64173f8e8d2f8e752',
    217_558_979,
  ),
  cuda(
    'nccl',
    '2.27.7',
    'de5ba5562f08029a19cb1cd659404b18411ed0d6c90ac5f52f30bf99ad5809aa',
    322_546_339,
  ),
  cuda(
    'nvjitlink',
    '12.5.82',
    'f9b37bc5c8cf7509665cb6ada5aaa0ce65618f2332b7d3e78e9790511f111212',
    21_298_879,
  ),
];

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
  // Loads and passes the self-test on a processor; not yet run on a GPU.
  'gpu-linux-x64': {
    wheel: {
      project: 'tensorflow',
      version: TENSORFLOW_VERSION,
      built: { ...python, platform: 'manylinux_2_27_x86_64' },
      sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
      bytes: 572_440_367,
    },
    libraries: [
      {
        ...cc,
        sha256: '2889ecc99d7641620f41a4bea538f4dd4b626f75aa3e12623161ae939054191c',
        bytes: 1_096_372_272,
      },
      {
        ...framework,
        sha256: '98847c6f0448308159f6d3ff55e13a9e92978598c7fbb34cde63aadf35c6fe84',
        bytes: 162_648_808,
      },
    ],
    glibc: '2.27',
    extras: CUDA,
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
