/** Why this file exists: how the backend in use is described to people, reports and screens. */

/** Best first; the order in which they are tried. */
export const BACKENDS = ['gpu', 'native', 'wasm', 'js'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** A backend that is not in use, and why, in a sentence with what would mend it. */
export interface Refusal {
  backend: BackendName;
  reason: string;
  /** What to do about it; absent where nothing can be done on this machine. */
  mend?: string | undefined;
}

export interface DeviceInfo {
  backend: BackendName;
  /** For people: "native CPU (TensorFlow 2.21.0, 2 cores)". */
  label: string;
  /** Better backends that are not in use, best first. Empty on a GPU. */
  refusals: Refusal[];
  versions: {
    loupe: string;
    node: string;
    tfjs: string;
    /** The native library's version, where it is in use. */
    tensorflow?: string | undefined;
  };
}

/** Why a better backend is not in use, in one paragraph; undefined when the best one is. */
export function whyNotBetter({ refusals }: DeviceInfo): string | undefined {
  if (refusals.length === 0) return undefined;
  return refusals.map(({ reason, mend }) => (mend ? `${reason} ${mend}` : reason)).join(' ');
}
