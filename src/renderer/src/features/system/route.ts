/** Why this file exists: the address of the system's screen: which of its parts is open. */
import { pageRoute } from '../../state/page-route.ts';

export const SYSTEM_PARTS = ['machine', 'settings', 'backups', 'audit'] as const;
export type SystemPart = (typeof SYSTEM_PARTS)[number];

export interface SystemState {
  part: SystemPart;
}

export const systemRoute = pageRoute<SystemState>({
  screen: 'system',
  scope: 'global',
  parse: ({ rest }) => ({ part: SYSTEM_PARTS.find((part) => part === rest[0]) ?? 'machine' }),
  format: ({ part }) => (part === 'machine' ? {} : { rest: [part] }),
});
