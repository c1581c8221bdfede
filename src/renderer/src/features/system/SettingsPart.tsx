/** Why this file exists: how Loupe looks and speaks, who one is, and which keys were changed. */
import { useContext } from 'react';
import { ActionContext, BindingsContext } from '../../actions/use-actions.ts';
import { Keys } from '../../app/KeyRow.tsx';
import { Button } from '../../components/Button.tsx';
import { Select } from '../../components/Select.tsx';
import { useActor, useChange } from '../../state/actor.ts';
import { THEMES } from '../../state/preferences.ts';
import { KEYS_PREFIX } from '../../state/bindings.ts';
import { setPreferences, usePreferences } from '../../state/use-preferences.ts';
import { LANGUAGE_CHOICES } from '../../strings/language.ts';
import { text } from './strings.ts';

export function SettingsPart() {
  return (
    <div className="settings">
      <Look />
      <Person />
      <KeySettings />
    </div>
  );
}

function Look() {
  const { theme, language } = usePreferences();
  const words = text.settings;
  return (
    <section className="panel form">
      <h2>{words.look}</h2>
      <div className="form-row">
        <Select
          label={words.theme}
          value={theme}
          onChange={(value) => setPreferences({ theme: value })}
          choices={THEMES.map((value) => ({ value, label: words.themes[value] }))}
        />
        <Select
          label={words.language}
          value={language}
          onChange={(value) => setPreferences({ language: value })}
          choices={LANGUAGE_CHOICES.map((value) => ({ value, label: words.languages[value] }))}
        />
      </div>
      <p className="note">{words.here}</p>
    </section>
  );
}

function Person() {
  const actor = useActor();
  const words = text.settings;
  return (
    <section className="panel form">
      <h2>{words.person}</h2>
      <div className="setting-line">
        <span>
          <span className="note setting-name">{words.name}</span>
          <strong>{actor.name ?? words.noName}</strong>
        </span>
        <Button onClick={() => void actor.change()}>{words.changeName}</Button>
      </div>
    </section>
  );
}

function KeySettings() {
  const registry = useContext(ActionContext);
  const bindings = useContext(BindingsContext);
  const { run } = useChange('settings.set');
  const words = text.settings;
  const own = Object.entries(bindings);
  const open = (): void => {
    registry
      .all()
      .find(({ id }) => id === 'key-sheet')
      ?.perform();
  };
  return (
    <section className="panel form">
      <h2>{words.keys}</h2>
      <p>{words.keysText}</p>
      <h3>{words.keysOwn}</h3>
      {own.length === 0 ? (
        <p className="note">{words.keysNone}</p>
      ) : (
        <ul className="own-keys">
          {own.map(([id, keys]) => (
            <li key={id} className="setting-line">
              <code>{id}</code>
              {keys.map((key) => (
                <Keys key={key} name={key} />
              ))}
              <Button
                aria-label={words.keysResetLabel(id)}
                onClick={() => void run({ name: `${KEYS_PREFIX}${id}`, value: null })}
              >
                {words.keysReset}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button icon="keys" onClick={open}>
          {words.keysOpen}
        </Button>
      </div>
    </section>
  );
}
