/** Why this file exists: the colours of printed reports: dark enough for paper, apart for all eyes. */
import type { Ink } from './document.ts';

export const INKS: Readonly<Record<Ink, string>> = {
  good: '#0b6a72',
  defective: '#b23a06',
  review: '#8a6d00',
  text: '#161b22',
  muted: '#55606d',
  line: '#b8c0ca',
  ground: '#f1f3f6',
};
