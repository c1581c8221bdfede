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
  products: 'M4 4h7v7H4z M13 4h7v7h-7z M4 13h7v7H4z M13 13h7v7h-7z',
  data: 'M4 6c0-1.700 3.600-3 8-3s8 1.300 8 3s-3.600 3-8 3s-8-1.300-8-3z M4 6v12c0 1.700 3.600 3 8 3s8-1.300 8-3V6 M4 12c0 1.700 3.600 3 8 3s8-1.300 8-3',
  gallery: 'M3 5h18v14H3z M3 16l5-5l4 4l3-3l6 5 M16 8.500v.5',
  review: 'M4 5h16v10H4z M9 19h6 M12 15v4 M8.500 10l2.500 2.500l4.500-4.500',
  training: 'M3 20h18 M4 16c5 0 5-10 9-10s3 6 7 6',
  models: 'M12 3l8 4.500v9L12 21l-8-4.500v-9z M4 7.500l8 4.500l8-4.500 M12 12v9',
  thresholds: 'M4 8h9 M17 8h3 M15 6v4 M4 16h3 M11 16h9 M9 14v4',
  inspect:
    'M4 8V4h4 M16 4h4v4 M20 16v4h-4 M8 20H4v-4 M12 8.500a3.500 3.500 0 1 0 0 7a3.500 3.500 0 1 0 0-7',
  settings:
    'M12 9a3 3 0 1 0 0 6a3 3 0 1 0 0-6 M12 3v3 M12 18v3 M3 12h3 M18 12h3 M5.600 5.600l2.100 2.100 M16.300 16.300l2.100 2.100 M5.600 18.400l2.100-2.100 M16.300 7.700l2.100-2.100',
  jobs: 'M4 7h16 M4 12h10 M4 17h6 M16 14l5 3l-5 3z',
  search: 'M10.500 4a6.500 6.500 0 1 0 0 13a6.500 6.500 0 1 0 0-13 M15.500 15.500L21 21',
  person: 'M12 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8 M4.500 21c0-4 3.500-6 7.500-6s7.500 2 7.500 6',
  check: 'M4 12.500l5.500 5.500L20 7',
  more: 'M7 10l5 5l5-5',
  menu: 'M5 11.300a.700.700 0 1 0 0 1.400a.700.700 0 1 0 0-1.400 M12 11.300a.700.700 0 1 0 0 1.400a.700.700 0 1 0 0-1.400 M19 11.300a.700.700 0 1 0 0 1.400a.700.700 0 1 0 0-1.400',
  plus: 'M12 5v14 M5 12h14',
  folder: 'M3 6h6l2 2.500h10V19H3z',
  upload: 'M12 16V4 M7 9l5-5l5 5 M4 20h16',
  lock: 'M6 11h12v9H6z M8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  pause: 'M8 5v14 M16 5v14',
  play: 'M7 4.500v15l12-7.500z',
  stop: 'M6 6h12v12H6z',
  undo: 'M4 9h10a5.500 5.500 0 0 1 0 11H8 M8 5L4 9l4 4',
  info: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18 M12 11v5 M12 8v.2',
  select: 'M6 3l12 9l-5.500 1l3 6l-2.500 1.200l-3-6L6 18z',
  brush: 'M14.500 4.500l5 5L10 19c-1.500 1.500-4.500 1.500-6.500 1.500c1-1 1-4.500 2-6z M12 7l5 5',
  eraser:
    'M8.500 20L3.500 15L13 5.500a2 2 0 0 1 3 0l4 4a2 2 0 0 1 0 3L12.500 20z M8.500 10l7 7 M8.500 20H20',
  polygon: 'M12 4L20 10L17 19H7L4 10z',
  fill: 'M10.500 4L19 12.500L11 20.500L3 12.500z M4.500 12.500h13 M20.500 16.500c1 1.500 1.500 2.300 1.500 3a1.500 1.500 0 0 1-3 0c0-.700.500-1.500 1.500-3',
  ignore: 'M4 4h16v16H4z M4 12L12 4 M4 20L20 4 M12 20l8-8',
  redo: 'M20 9H10a5.500 5.500 0 0 0 0 11h6 M16 5l4 4l-4 4',
  wipe: 'M3 5h18v14H3z M12 3v18 M15 8l3 0 M15 12h3 M15 16h3',
  side: 'M3 5h8v14H3z M13 5h8v14h-8z',
  skip: 'M5 5l7 7l-7 7 M12 5l7 7l-7 7',
  target: 'M12 7a5 5 0 1 0 0 10a5 5 0 1 0 0-10 M12 3v4 M12 17v4 M3 12h4 M17 12h4',
  download: 'M12 4v12 M7 11l5 5l5-5 M4 20h16',
  trash: 'M5 7h14 M9 7V4h6v3 M7 7l1 13h8l1-13',
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
