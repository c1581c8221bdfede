/** Why this file exists: the one place that decides which language is shown. */
import { en, type Strings } from './en.ts';

export const strings: Strings = en;
