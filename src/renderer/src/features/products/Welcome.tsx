/** Why this file exists: an empty catalog leads into the work: own parts, or the sample. */
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { text } from './strings.ts';
import { useSample } from './use-sample.ts';

interface WelcomeProps {
  onAdd: () => void;
  onArchived: () => void;
}

export function Welcome({ onAdd, onArchived }: WelcomeProps) {
  const words = text.welcome;
  const sample = useSample();
  const { data: archived = [] } = useQueryOf('products.list', { archived: true });
  return (
    <div className="page welcome">
      <header>
        <h1>{words.title}</h1>
        <p className="lead">{words.text}</p>
      </header>
      <ol className="welcome-steps">
        {words.steps.map((step, at) => (
          <li key={step}>
            <span className="welcome-number" aria-hidden="true">
              {at + 1}
            </span>
            {step}
          </li>
        ))}
      </ol>
      <div className="welcome-ways">
        <section className="panel">
          <Icon name="folder" />
          <h2>{words.own}</h2>
          <p>{words.ownText}</p>
          <Button kind="primary" icon="plus" onClick={onAdd}>
            {words.ownButton}
          </Button>
        </section>
        <section className="panel">
          <Icon name="play" />
          <h2>{words.sample}</h2>
          <p>{words.sampleText}</p>
          <Button onClick={() => void sample.begin()} busy={sample.isPending}>
            {words.sampleButton}
          </Button>
        </section>
      </div>
      <p className="note">
        {words.command} <code>npm start</code>
        {archived.length > 0 && (
          <button type="button" className="link" onClick={onArchived}>
            {text.archivedShow}
          </button>
        )}
      </p>
    </div>
  );
}
