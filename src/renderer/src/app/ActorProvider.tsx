/** Why this file exists: asks for a person's name once, at the first change, and keeps it. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState, type FormEvent, type ReactNode } from 'react';
import type { Json } from '../../../shared/entities/common.ts';
import { Button } from '../components/Button.tsx';
import { Dialog, DialogButtons } from '../components/Dialog.tsx';
import { TextField } from '../components/fields.tsx';
import { ACTOR_SETTING, ActorContext, notifyError, type Actor } from '../state/actor.ts';
import { useClient } from '../state/client-context.ts';
import { questionOf, useMutationOf, useQueryOf } from '../state/queries.ts';
import { strings } from '../strings/index.ts';

const USER_SETTINGS = { prefix: 'user.' };

function nameFrom(settings: Readonly<Record<string, Json>> | undefined): string | null {
  const stored = settings?.[ACTOR_SETTING];
  return typeof stored === 'string' && stored !== '' ? stored : null;
}

type Answer = (name: string | null) => void;

export function ActorProvider({ children }: { children: ReactNode }) {
  const client = useClient();
  const queries = useQueryClient();
  const { data } = useQueryOf('settings.get', USER_SETTINGS);
  // Where settings cannot be kept, the name holds as long as this window does.
  const [given, setGiven] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const answer = useRef<Answer | null>(null);
  const { mutate } = useMutationOf('settings.set');
  const name = given ?? nameFrom(data);

  // A change that began before the name was given must not ask for it again.
  const latest = useRef(name);
  useEffect(() => {
    latest.current = name;
  }, [name]);

  const actor = useMemo<Actor>(() => {
    const change = (): Promise<string | null> =>
      new Promise((resolve) => {
        answer.current?.(null);
        answer.current = resolve;
        setAsking(true);
      });
    const ask = async (): Promise<string | null> => {
      if (latest.current !== null) return latest.current;
      // Just after the start the settings may still be on their way.
      const question = questionOf(client, 'settings.get', USER_SETTINGS);
      const known = await queries.ensureQueryData(question).then(nameFrom, () => null);
      return known ?? change();
    };
    return { name, change, ask };
  }, [name, client, queries]);

  const finish = (said: string | null): void => {
    setAsking(false);
    if (said !== null) {
      latest.current = said;
      setGiven(said);
      mutate(
        { name: ACTOR_SETTING, value: said, by: said },
        { onError: (error) => notifyError(error) },
      );
    }
    answer.current?.(said);
    answer.current = null;
  };

  return (
    <ActorContext value={actor}>
      {children}
      {asking && <ActorDialog before={name ?? ''} onAnswer={finish} />}
    </ActorContext>
  );
}

function ActorDialog({ before, onAnswer }: { before: string; onAnswer: Answer }) {
  const [name, setName] = useState(before);
  const whole = name.trim();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (whole !== '') onAnswer(whole);
  };
  return (
    <Dialog title={strings.actor.title} size="small" onClose={() => onAnswer(null)}>
      <form onSubmit={submit}>
        <p className="lead">{strings.actor.text}</p>
        <TextField
          label={strings.actor.name}
          value={name}
          onChange={setName}
          maxLength={200}
          autoFocus
          required
        />
        <DialogButtons>
          <Button onClick={() => onAnswer(null)}>{strings.common.cancel}</Button>
          <Button kind="primary" type="submit" disabled={whole === ''}>
            {strings.actor.confirm}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
