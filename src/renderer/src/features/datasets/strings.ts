/** Why this file exists: the texts about a product's images, splits, versions and imports. */
import { catalogue } from '../../strings/catalogue.ts';
import { german } from './strings-de.ts';
import { english } from './strings-en.ts';

export const text = catalogue(english, german);
