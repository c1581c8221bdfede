/**
 * Why this file exists: what is on screen is written in the address after `#`, so that reload, back,
 * forward and a bookmark work. `#/product/3/gallery/...?sort=score` belongs to a product,
 * `#/system?...` to none. Pure: text to address and back; each feature reads its own part.
 */

export interface Address {
  /** The screen's word; empty for the start. */
  screen: string;
  productId: number | null;
  /** What follows the screen's word, decoded. */
  rest: readonly string[];
  query: URLSearchParams;
}

/** Reads the part of the address after `#`; what cannot be read is the start. */
export function parseAddress(hash: string): Address {
  const text = hash.replace(/^#/, '');
  const mark = text.indexOf('?');
  const path = mark < 0 ? text : text.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1));
  const words = decodeWords(path.split('/').slice(1));
  if (words === undefined) return { screen: '', productId: null, rest: [], query };
  const [first = '', second = '', third = '', ...others] = words;
  if (first === 'product' && /^[1-9]\d{0,14}$/.test(second)) {
    return { screen: third, productId: Number(second), rest: others, query };
  }
  return { screen: first, productId: null, rest: words.slice(1), query };
}

/** The address as text, beginning with `#`. */
export function formatAddress({ screen, productId, rest, query }: Address): string {
  const words = productId === null ? [screen] : ['product', String(productId), screen];
  const path = [...words, ...rest].map(encodeURIComponent).join('/');
  const asked = query.toString();
  return `#/${path}${asked === '' ? '' : `?${asked}`}`;
}

function decodeWords(words: readonly string[]): string[] | undefined {
  try {
    return words.map(decodeURIComponent);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
