/**
 * Why this file exists: woven cloth, a regular texture without a middle or an edge. One idea: the
 * pattern is everything, and a defect is a place where it breaks.
 */
import type { Random } from '../../../../shared/random.ts';
import { graded, stain } from '../marks.ts';
import {
  blend,
  type DefectOrder,
  drawLight,
  type Picture,
  type Rgb,
  type SampleVariant,
  scaled,
  takePicture,
} from '../picture.ts';
import { blob, clamp, smooth } from '../shapes.ts';
import { lumps } from '../textures.ts';

const WARP: Rgb = [0.52, 0.55, 0.6];
const WEFT: Rgb = [0.4, 0.44, 0.52];
const GAP: Rgb = [0.09, 0.1, 0.12];
const FOREIGN: Rgb = [0.74, 0.42, 0.24];
const GREASE: Rgb = [0.45, 0.42, 0.34];

/** Distance between threads, and half the width of one, in pixels. */
const PITCH = 8;
const HALF_WIDTH = 3.5;

/** A thread that is not like the others over part of its length. */
interface ThreadFault {
  warp: boolean;
  index: number;
  from: number;
  to: number;
}

type ThreadKind = 'missing' | 'foreign';

interface Fault {
  thread?: ThreadFault & { kind: ThreadKind };
  /** Signed distance to a hole in the cloth. */
  hole?: (u: number, v: number) => number;
}

function makeFault(random: Random, { type, severity }: DefectOrder): Fault {
  const at = { x: random.between(-92, 92), y: random.between(-92, 92) };
  if (type === 'hole') return { hole: blob(random, at, graded(random, severity, 4, 15), 0.2) };
  if (type !== 'missing_thread' && type !== 'foreign_thread') return {};
  const length = graded(random, severity, 2.5, 20) * PITCH;
  const warp = random.uniform() < 0.5;
  const from = (warp ? at.y : at.x) - length / 2;
  return {
    thread: {
      kind: type === 'missing_thread' ? 'missing' : 'foreign',
      warp,
      index: Math.round((warp ? at.x : at.y) / PITCH),
      from,
      to: from + length,
    },
  };
}

const touches = ({ warp, index, from, to }: ThreadFault, u: number, v: number): boolean => {
  const along = warp ? v : u;
  const across = (warp ? u : v) - index * PITCH;
  return along >= from && along < to && Math.abs(across) <= HALF_WIDTH + 0.5;
};

/** Light on a round thread that dives under the crossing ones: 0 at its edge and where it dives. */
function threadLight(across: number, along: number, over: boolean): number {
  const round = 1 - (across / HALF_WIDTH) ** 2;
  if (round <= 0) return 0;
  const wave = 0.5 + 0.5 * Math.cos((Math.PI * along) / PITCH);
  return Math.sqrt(round) * (over ? 0.72 + 0.28 * wave : 0.42);
}

function draw(random: Random, order: DefectOrder | null): Picture {
  const pose = {
    angle: random.normal() * 0.02,
    dx: random.between(-PITCH, PITCH),
    dy: random.between(-PITCH, PITCH),
    scale: 1 + random.normal() * 0.008,
  };
  const light = drawLight(random, { level: 0.06, slope: 0.08, turn: 0.1 });
  const waviness = [lumps(random, 200, 45), lumps(random, 200, 45)] as const;
  const fibre = lumps(random, 200, 1.7);
  const slub = [lumps(random, 200, 60), lumps(random, 200, 60)] as const;
  const defects = random.fork('defect');
  const fault = order === null ? {} : makeFault(defects, order);
  const mark =
    order?.type === 'grease'
      ? stain(defects, { x: defects.between(-85, 85), y: defects.between(-85, 85) }, order, GREASE)
      : undefined;
  return takePicture(random, pose, light, 0.011, (u, v) => {
    const wu = u + 0.35 * waviness[0](u, v);
    const wv = v + 0.35 * waviness[1](u, v);
    const column = Math.round(wu / PITCH);
    const row = Math.round(wv / PITCH);
    const touched = fault.thread !== undefined && touches(fault.thread, wu, wv);
    const kind = (warp: boolean): ThreadKind | undefined =>
      touched && fault.thread?.warp === warp ? fault.thread.kind : undefined;
    const warpOver = (column + row) % 2 === 0;
    const warp =
      kind(true) === 'missing' ? 0 : threadLight(wu - column * PITCH, wv - row * PITCH, warpOver);
    const weft =
      kind(false) === 'missing' ? 0 : threadLight(wv - row * PITCH, wu - column * PITCH, !warpOver);
    const warpOnTop = warp > 0 && (warpOver || weft === 0);
    const height = warpOnTop ? warp : weft;
    const base = warpOnTop ? WARP : WEFT;
    const tint = kind(warpOnTop) === 'foreign' ? FOREIGN : base;
    const thickness = slub[warpOnTop ? 0 : 1](
      warpOnTop ? column * PITCH : u,
      warpOnTop ? v : row * PITCH,
    );
    let colour = blend(GAP, scaled(tint, 1 + 0.05 * fibre(u, v) + 0.025 * thickness), height);
    const hole = fault.hole?.(u, v) ?? 1;
    // A few loose ends reach into the hole.
    if (hole < 0)
      colour = blend(colour, scaled(GAP, 0.5 + 0.1 * fibre(v, u)), smooth(clamp(-hole / 2, 0, 1)));
    if (mark !== undefined) colour = mark.change(colour, u, v);
    return { colour, defective: touched || hole < 0 || (mark?.covers(u, v) ?? false) };
  });
}

export const WEAVE: SampleVariant = {
  name: 'weave',
  description: 'woven cloth filling the picture',
  defects: ['foreign_thread', 'grease', 'hole', 'missing_thread'],
  grey: false,
  draw,
};
