/** Why this file exists: the texts about jobs. */
import type { RunKind, RunState } from '../../../../shared/entities/run.ts';
import { catalogue } from '../../strings/catalogue.ts';

const states: Record<RunState, string> = {
  queued: 'Waiting',
  running: 'Running',
  paused: 'Paused',
  finished: 'Finished',
  failed: 'Failed',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
};

const kinds: Record<RunKind, string> = {
  import: 'Import',
  train: 'Training',
  evaluate: 'Evaluation',
  inspect: 'Inspection',
  export: 'Export',
  backup: 'Backup',
};

const en = {
  title: 'Jobs',
  states,
  kinds,
  details: {
    check: 'check of a folder',
    add: 'images',
    model: 'model',
    version: 'data-set version',
    files: 'files',
    watch: 'watched folder',
    verify: 'golden parts',
    catalog: 'catalog',
  },
  none: 'No jobs yet',
  noneText:
    'Imports, trainings, evaluations and inspections show here, whatever screen you are on.',
  active: 'At work',
  waiting: 'Need a decision',
  done: 'Ended',
  interrupted: (count: number) =>
    count === 1
      ? '1 job was interrupted when Loupe ended. It can go on from where it was.'
      : `${count} jobs were interrupted when Loupe ended. They can go on from where they were.`,
  resumeAll: 'Resume all',
  pause: 'Pause',
  resume: 'Resume',
  cancel: 'Cancel',
  cancelAsk: 'Cancel this job?',
  cancelText: 'What it has done so far is thrown away and cannot be resumed.',
  keep: 'Let it go on',
  open: 'Open',
  log: 'Log',
  logNone: 'Nothing was noted.',
  left: (time: string) => `${time} left`,
  took: (time: string) => `took ${time}`,
  by: (name: string) => `by ${name}`,
  attempts: (count: number) => `attempt ${count}`,
  starting: 'Starting',
  queuedBehind: 'Waits for the jobs before it.',
  buttonIdle: 'Jobs: none at work',
  buttonBusy: (count: number, words: string) =>
    count === 1 ? `Jobs: ${words}` : `Jobs: ${count} at work. ${words}`,
  asked: (count: number) => `${count} need a decision`,
  news: {
    finished: (job: string) => `${job} has finished.`,
    failed: (job: string) => `${job} has failed.`,
    open: 'Show',
  },
};

const germanStates: Record<RunState, string> = {
  queued: 'Wartet',
  running: 'Läuft',
  paused: 'Pausiert',
  finished: 'Beendet',
  failed: 'Fehlgeschlagen',
  cancelled: 'Abgebrochen',
  interrupted: 'Unterbrochen',
};

const germanKinds: Record<RunKind, string> = {
  import: 'Import',
  train: 'Training',
  evaluate: 'Bewertung',
  inspect: 'Prüfung',
  export: 'Export',
  backup: 'Sicherung',
};

const de: typeof en = {
  title: 'Aufträge',
  states: germanStates,
  kinds: germanKinds,
  details: {
    check: 'Durchsicht eines Ordners',
    add: 'Bilder',
    model: 'Modell',
    version: 'Fassung der Daten',
    files: 'Dateien',
    watch: 'beobachteter Ordner',
    verify: 'Prüfteile',
    catalog: 'Katalog',
  },
  none: 'Noch keine Aufträge',
  noneText:
    'Importe, Trainings, Bewertungen und Prüfungen stehen hier, gleich welche Ansicht offen ist.',
  active: 'In Arbeit',
  waiting: 'Brauchen eine Entscheidung',
  done: 'Zu Ende',
  interrupted: (count) =>
    count === 1
      ? '1 Auftrag wurde unterbrochen, als Loupe endete. Er kann weitergehen, wo er war.'
      : `${count} Aufträge wurden unterbrochen, als Loupe endete. Sie können weitergehen, wo sie waren.`,
  resumeAll: 'Alle fortsetzen',
  pause: 'Anhalten',
  resume: 'Fortsetzen',
  cancel: 'Abbrechen',
  cancelAsk: 'Diesen Auftrag abbrechen?',
  cancelText: 'Was er bisher getan hat, wird verworfen und lässt sich nicht fortsetzen.',
  keep: 'Weiterlaufen lassen',
  open: 'Öffnen',
  log: 'Protokoll',
  logNone: 'Es wurde nichts vermerkt.',
  left: (time) => `noch ${time}`,
  took: (time) => `dauerte ${time}`,
  by: (name) => `von ${name}`,
  attempts: (count) => `Versuch ${count}`,
  starting: 'Startet',
  queuedBehind: 'Wartet auf die Aufträge davor.',
  buttonIdle: 'Aufträge: keiner in Arbeit',
  buttonBusy: (count, words) =>
    count === 1 ? `Aufträge: ${words}` : `Aufträge: ${count} in Arbeit. ${words}`,
  asked: (count) => `${count} brauchen eine Entscheidung`,
  news: {
    finished: (job) => `${job} ist fertig.`,
    failed: (job) => `${job} ist fehlgeschlagen.`,
    open: 'Zeigen',
  },
};

export const text = catalogue(en, de);
