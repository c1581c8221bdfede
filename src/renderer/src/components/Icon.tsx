/** Why this file exists: the few signs of the screens, drawn on a 24 x 24 grid in the text's colour. */

const PATHS = {
  reports: 'M5 3h9l5 5v13H5z M14 3v5h5 M8.5 17v-4 M12 17v-6 M15.5 17v-2.5',
  keys: 'M3 6h18v12H3z M6.5 9.5h1 M10.5 9.5h1 M14.5 9.5h1 M6.5 12.5h1 M10.5 12.5h1 M14.5 12.5h3 M8 15.5h8',
  light:
    'M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8 M12 2v2.5 M12 19.5V22 M2 12h2.5 M19.5 12H22 M4.9 4.9l1.8 1.8 M17.3 17.3l1.8 1.8 M4.9 19.1l1.8-1.8 M17.3 6.7l1.8-1.8',
  dark: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  system: 'M3 4h18v12H3z M8.5 20h7 M12 16v4',
  back: 'M15 5l-7 7l7 7',
  next: 'M9 5l7 7l-7 7',
  fit: 'M4 9V4h5 M20 9V4h-5 M4 15v5h5 M20 15v5h-5',
  actual: 'M6 8l2-1.5V18 M16 8l2-1.5V18 M12 10v.5 M12 15v.5',
  zoomIn: 'M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13 M15.5 15.5L21 21 M10.5 7.5v6 M7.5 10.5h6',
  zoomOut: 'M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13 M15.5 15.5L21 21 M7.5 10.5h6',
  heatmap:
    'M12 3c1 4 6 6 6 11a6 6 0 0 1-12 0c0-2 1-3.5 2-4.5c.5 1.500 1.500 2 2 2c0-3 0-6 2-8.500z',
  contour:
    'M4 13c0-5 4-8 8.500-8S20 8 20 12s-3 7-8 7s-8-2-8-6z M8.500 12.500c0-2 1.500-3.500 3.500-3.500s4 1 4 3s-1.500 3.500-4 3.500s-3.500-1-3.500-3z',
  mask: 'M4 4h3 M10.500 4h3 M17 4h3v3 M20 10.500v3 M20 17v3h-3 M13.500 20h-3 M7 20H4v-3 M4 13.500v-3 M4 7V4',
  hide: 'M3 12s3.500-6 9-6s9 6 9 6s-3.500 6-9 6s-9-6-9-6z M4 4l16 16',
  warning: 'M12 4L2.500 20h19z M12 10v5 M12 17.500v.5',
  up: 'M12 19V5 M6 11l6-6l6 6',
  down: 'M12 5v14 M6 13l6 6l6-6',
  chart: 'M4 20V4 M4 20h16 M8 16v-4 M12 16V8 M16 16v-6',
  table: 'M4 5h16v14H4z M4 10h16 M4 14.500h16 M10 5v14',
  close: 'M5 5l14 14 M19 5L5 19',
} as const;

export type IconName = keyof typeof PATHS;

/** A decoration: the control around it carries the words. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
