/** Why this file exists: settings of this installation, read and changed by name. */
import type { Handlers } from '../../shared/contract.ts';
import { setSetting, settingsWith } from '../catalog/settings.ts';
import { tellChanged } from './changes.ts';
import type { Context } from './context.ts';

export function settingHandlers(context: Context): Pick<Handlers, 'settings.get' | 'settings.set'> {
  const { catalog } = context;
  return {
    'settings.get': async ({ prefix }) => settingsWith(catalog, prefix),
    'settings.set': async ({ name, value, by }) => {
      setSetting(catalog, { name, value, actor: by });
      tellChanged(context, 'settings', null);
      return {};
    },
  };
}
