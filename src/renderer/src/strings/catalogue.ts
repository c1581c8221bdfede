/**
 * Why this file exists: texts in every language behind one name. A catalogue is read like a plain
 * object and always answers in the language of now, so that a module may keep a part of it.
 */
import { language } from './language.ts';

/**
 * A live view of the same catalogue in each language. A key missing in German does not compile.
 * Sections (plain objects) are live too; functions and lists are handed out as they are.
 */
export function catalogue<T extends object>(en: T, de: NoInfer<T>): T {
  const view = {};
  for (const key of Object.keys(en) as (keyof T)[]) {
    const [english, german] = [en[key], de[key]];
    const section =
      isSection(english) && isSection(german) ? catalogue(english, german) : undefined;
    Object.defineProperty(view, key, {
      enumerable: true,
      get: () => section ?? (language() === 'de' ? german : english),
    });
  }
  return view as T;
}

function isSection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
