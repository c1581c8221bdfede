/**
 * Why this file exists: the texts of the frame and of the report screens. Every other feature has a
 * catalogue of its own beside its screen (`features/<name>/strings.ts`).
 */
import { catalogue } from './catalogue.ts';
import { de } from './de.ts';
import { en, type Strings } from './en.ts';

export const strings: Strings = catalogue<Strings>(en, de);
