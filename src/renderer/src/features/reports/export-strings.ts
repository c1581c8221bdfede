/** Why this file exists: the texts of exporting reports, in both languages. */
import { catalogue } from '../../strings/catalogue.ts';

const en = {
  export: 'Export…',
  title: 'Export as a file',
  text: 'One file that needs nothing else, to mail, print or archive.',
  format: 'Format',
  formats: {
    html: 'HTML page',
    pdf: 'PDF for printing',
    csv: 'CSV table',
  },
  notes: {
    html: 'With curves and pictures, opens in any browser.',
    pdf: 'A4, with curves and pictures.',
    csv: 'A row for each image or part, for spreadsheets and programs.',
  },
  language: 'Language',
  languages: { en: 'English', de: 'Deutsch' },
  place: 'File to write',
  placeHint: 'Empty: kept among Loupe’s own exports.',
  button: 'Export',
  cancel: 'Cancel',
  done: (path: string) => `Wrote ${path}`,
  save: 'Save a copy',
  close: 'Close',
};

const de: typeof en = {
  export: 'Exportieren …',
  title: 'Als Datei exportieren',
  text: 'Eine Datei, die nichts weiter braucht: zum Verschicken, Drucken oder Ablegen.',
  format: 'Format',
  formats: { html: 'HTML-Seite', pdf: 'PDF zum Drucken', csv: 'CSV-Tabelle' },
  notes: {
    html: 'Mit Kurven und Bildern, öffnet in jedem Browser.',
    pdf: 'A4, mit Kurven und Bildern.',
    csv: 'Eine Zeile je Bild oder Teil, für Tabellen und Programme.',
  },
  language: 'Sprache',
  languages: { en: 'English', de: 'Deutsch' },
  place: 'Zu schreibende Datei',
  placeHint: 'Leer: unter Loupes eigenen Exporten.',
  button: 'Exportieren',
  cancel: 'Abbrechen',
  done: (path) => `${path} geschrieben`,
  save: 'Kopie sichern',
  close: 'Schließen',
};

export const exportStrings = catalogue(en, de);
