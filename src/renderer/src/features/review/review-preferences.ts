/**
 * Why this file exists: how a person looks at images in review stays across images and restarts:
 * brightness, contrast, layer, comparison, brush. Pure; use-review-preferences.ts keeps them.
 */
import { MAP_LAYERS, type MapLayer } from '../../../../shared/media.ts';
import { MAX_BRUSH, MIN_BRUSH } from '../../canvas/mask/brush.ts';

export const COMPARISONS = ['overlay', 'wipe', 'side'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export const PANELS = ['heatmap', 'nearest', 'mask', 'history'] as const;
export type PanelName = (typeof PANELS)[number];

export interface ReviewPreferences {
  /** 1 shows the image as it is. */
  brightness: number;
  contrast: number;
  layer: MapLayer;
  comparison: Comparison;
  /** Where the wipe lies, as a share of the view. */
  wipe: number;
  /** Goes on to the next image once one is labelled. */
  advance: boolean;
  /** Shows no prediction before a person has said something. */
  blind: boolean;
  /** Diameter in source pixels. */
  brush: number;
  panel: PanelName;
}

/** Ends of brightness and contrast. */
export const LIGHT_RANGE = [0.3, 3] as const;

const DEFAULTS: ReviewPreferences = {
  brightness: 1,
  contrast: 1,
  layer: 'sum',
  comparison: 'overlay',
  wipe: 0.5,
  advance: true,
  blind: false,
  brush: 24,
  panel: 'heatmap',
};

/** Preferences from stored text; whatever is missing or odd takes its default. */
export function parseReviewPreferences(text: string | null): ReviewPreferences {
  const stored = parseObject(text);
  const number = (key: keyof ReviewPreferences, low: number, high: number): number | undefined => {
    const value = stored[key];
    return typeof value === 'number' && value >= low && value <= high ? value : undefined;
  };
  const flag = (key: keyof ReviewPreferences): boolean | undefined => {
    const value = stored[key];
    return typeof value === 'boolean' ? value : undefined;
  };
  return {
    brightness: number('brightness', ...LIGHT_RANGE) ?? DEFAULTS.brightness,
    contrast: number('contrast', ...LIGHT_RANGE) ?? DEFAULTS.contrast,
    layer: MAP_LAYERS.find((name) => name === stored['layer']) ?? DEFAULTS.layer,
    comparison: COMPARISONS.find((name) => name === stored['comparison']) ?? DEFAULTS.comparison,
    wipe: number('wipe', 0, 1) ?? DEFAULTS.wipe,
    advance: flag('advance') ?? DEFAULTS.advance,
    blind: flag('blind') ?? DEFAULTS.blind,
    brush: Math.round(number('brush', MIN_BRUSH, MAX_BRUSH) ?? DEFAULTS.brush),
    panel: PANELS.find((name) => name === stored['panel']) ?? DEFAULTS.panel,
  };
}

function parseObject(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
