/** Why this file exists: what a person may set about how images are shown, and its defaults. */
import { LANGUAGE_CHOICES, type LanguageChoice } from '../strings/language.ts';
import { COLOUR_MAPS, type ColourMapName } from '../../../shared/colour/maps.ts';

export const THEMES = ['system', 'light', 'dark'] as const;

export interface Preferences {
  theme: (typeof THEMES)[number];
  language: LanguageChoice;
  colours: ColourMapName;
  /** Of the heatmap, 0..1. */
  opacity: number;
  heatmap: boolean;
  contour: boolean;
  mask: boolean;
  /** Interpolate between map pixels, or show each as it is. */
  smooth: boolean;
}

const DEFAULTS: Preferences = {
  theme: 'system',
  language: 'system',
  colours: 'viridis',
  opacity: 0.65,
  heatmap: true,
  contour: true,
  mask: true,
  smooth: true,
};

/** Preferences from stored text; whatever is missing or odd takes its default. */
export function parsePreferences(text: string | null): Preferences {
  const stored = parseObject(text ?? '{}');
  const flag = (key: 'heatmap' | 'contour' | 'mask' | 'smooth'): boolean =>
    typeof stored[key] === 'boolean' ? stored[key] : DEFAULTS[key];
  const { opacity } = stored;
  const known = typeof opacity === 'number' && opacity >= 0 && opacity <= 1;
  return {
    theme: THEMES.find((theme) => theme === stored['theme']) ?? DEFAULTS.theme,
    language: LANGUAGE_CHOICES.find((choice) => choice === stored['language']) ?? DEFAULTS.language,
    colours: COLOUR_MAPS.find((name) => name === stored['colours']) ?? DEFAULTS.colours,
    opacity: known ? opacity : DEFAULTS.opacity,
    heatmap: flag('heatmap'),
    contour: flag('contour'),
    mask: flag('mask'),
    smooth: flag('smooth'),
  };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
