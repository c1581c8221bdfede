/** Why this file exists: the German of `en.ts`. */
import { en, type Strings } from './en.ts';

export const de: Strings = en;
