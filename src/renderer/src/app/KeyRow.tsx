/** Why this file exists: one command's keys, and how they are changed. */
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { keyCaps, nameOfPress, type Action } from '../actions/action.ts';
import { IconButton } from '../components/Button.tsx';
import { useChange } from '../state/actor.ts';
import { KEYS_PREFIX } from '../state/bindings.ts';
import { strings } from '../strings/index.ts';

interface KeyRowProps {
  /** With the keys in force. */
  action: Action;
  /** Among which a key may be had only once. */
  all: readonly Action[];
  /** The keys are a person's own. */
  changed: boolean;
  /** Waits for a key to be pressed. */
  changing: boolean;
  onChanging: (on: boolean) => void;
}

export function KeyRow({ action, all, changed, changing, onChanging }: KeyRowProps) {
  const { run } = useChange('settings.set');
  const [problem, setProblem] = useState<string | null>(null);
  const text = strings.keys;
  const name = `${KEYS_PREFIX}${action.id}`;

  const take = (key: string): void => {
    const owner = all.find((other) => other.id !== action.id && other.keys.includes(key));
    if (owner !== undefined) {
      setProblem(text.taken(keyCaps(key).join('+'), owner.label));
      return;
    }
    setProblem(null);
    onChanging(false);
    void run({ name, value: [key] });
  };

  return (
    <div className="key-row">
      <dt>
        {action.label}
        {changing && <span className="note">{problem ?? text.pressHint}</span>}
      </dt>
      <dd>
        {changed && !changing && (
          <IconButton
            icon="undo"
            small
            label={`${text.reset}: ${action.label}`}
            onClick={() => void run({ name, value: null })}
          />
        )}
        {changing ? (
          <KeyCatcher onKey={take} onStop={() => onChanging(false)} />
        ) : (
          <button
            type="button"
            className="key-button"
            onClick={() => {
              setProblem(null);
              onChanging(true);
            }}
          >
            <span className="visually-hidden">
              {text.change(action.label)}: {keyWords(action.keys)}
            </span>
            <span className="key-caps" aria-hidden="true">
              {action.keys.length === 0 ? (
                <span className="note">{text.none}</span>
              ) : (
                action.keys.map((key) => <Keys key={key} name={key} />)
              )}
            </span>
          </button>
        )}
      </dd>
    </div>
  );
}

/** Takes the next key that Loupe can bind; Escape gives up. */
function KeyCatcher({ onKey, onStop }: { onKey: (key: string) => void; onStop: () => void }) {
  const box = useRef<HTMLSpanElement>(null);
  const handle = useEffectEvent((event: KeyboardEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      onStop();
      return;
    }
    const key = nameOfPress(event);
    if (key !== null) onKey(key);
  });
  useEffect(() => {
    box.current?.focus();
    // Before anything else, so that a bound key does not act while it is being given away.
    const listen = (event: KeyboardEvent): void => handle(event);
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, []);
  return (
    <span ref={box} className="key-catcher" tabIndex={0} role="status" onBlur={onStop}>
      {strings.keys.press}
    </span>
  );
}

/** A key as it is drawn on a key cap. */
export function Keys({ name }: { name: string }) {
  return (
    <span className="keys">
      {keyCaps(name).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}

function keyWords(keys: readonly string[]): string {
  if (keys.length === 0) return strings.keys.none;
  return keys.map((key) => keyCaps(key).join('+')).join(', ');
}
