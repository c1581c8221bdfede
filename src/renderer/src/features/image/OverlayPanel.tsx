/** Why this file exists: how the overlays look: opacity, colours, scale, contour level, mask. */
import { COLOUR_MAPS, isUniform } from '../../../../shared/colour/maps.ts';
import { formatRaw } from '../../components/format.ts';
import type { Preferences } from '../../state/preferences.ts';
import { setPreferences } from '../../state/use-preferences.ts';
import { strings } from '../../strings/index.ts';

const text = strings.image;

interface OverlayPanelProps {
  preferences: Preferences;
  hasMap: boolean;
  hasMask: boolean;
  stretch: boolean;
  onStretch: (stretch: boolean) => void;
  /** Where the contour is drawn; null where nothing says. */
  level: number | null;
  /** The model's fixed scale; also the extent of the level's slider. */
  range: readonly [number, number];
  pixelThreshold: number | null;
  /** A what-if level, or null for the report's own. */
  onLevel: (level: number | null) => void;
}

export function OverlayPanel(props: OverlayPanelProps) {
  const { preferences, hasMap, hasMask, stretch, onStretch } = props;
  if (!hasMap) {
    return (
      <section className="panel">
        <h2>{text.overlay}</h2>
        <p className="note">{text.noMap}</p>
      </section>
    );
  }
  return (
    <section className="panel overlay-panel">
      <h2>{text.overlay}</h2>
      <Opacity preferences={preferences} />
      <label className="setting setting-select">
        <span>{text.colours}</span>
        <select
          value={preferences.colours}
          onChange={({ target }) => {
            const colours = COLOUR_MAPS.find((name) => name === target.value);
            if (colours !== undefined) setPreferences({ colours });
          }}
        >
          {COLOUR_MAPS.map((name) => (
            <option key={name} value={name}>
              {text.colourNames[name]}
            </option>
          ))}
        </select>
      </label>
      {!isUniform(preferences.colours) && <p className="flag">{text.notForMeasurement}</p>}
      <Check
        label={text.smooth}
        checked={preferences.smooth}
        onChange={(smooth) => setPreferences({ smooth })}
      />
      <Check label={text.stretch} checked={stretch} onChange={onStretch} />
      {stretch && <p className="flag">{text.stretchedWhy}</p>}
      <ContourLevel {...props} whatIf={text.contourWhatIf} />
      <Check
        label={hasMask ? text.mask : text.noMask}
        checked={hasMask && preferences.mask}
        disabled={!hasMask}
        onChange={(mask) => setPreferences({ mask })}
      />
    </section>
  );
}

export function Opacity({ preferences }: { preferences: Preferences }) {
  return (
    <label className="setting">
      <span>{text.opacity}</span>
      <input
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={preferences.opacity}
        aria-valuetext={`${Math.round(preferences.opacity * 100)} %`}
        onChange={({ target }) => setPreferences({ opacity: Number(target.value) })}
      />
      <output>{Math.round(preferences.opacity * 100)} %</output>
    </label>
  );
}

interface ContourLevelProps {
  preferences: Preferences;
  /** Where the contour is drawn; null where nothing says. */
  level: number | null;
  /** Extent of the slider, as far as the level lies inside. */
  range: readonly [number, number];
  pixelThreshold: number | null;
  /** What to say when the level is another than the threshold. */
  whatIf: string;
  onLevel: (level: number | null) => void;
}

export function ContourLevel(props: ContourLevelProps) {
  const { preferences, level, range, pixelThreshold, whatIf, onLevel } = props;
  const [low, high] = range;
  const shown = level ?? high;
  const isOwn = level === null || level === pixelThreshold;
  const step = (high - low) / 200;
  return (
    <>
      <div className="setting">
        <Check
          label={text.contour}
          checked={preferences.contour}
          onChange={(contour) => setPreferences({ contour })}
        />
        <input
          type="range"
          aria-label={text.contourOf}
          min={low}
          max={Math.max(high, shown)}
          step={step > 0 ? step : 'any'}
          value={shown}
          onChange={({ target }) => onLevel(Number(target.value))}
        />
        <output data-testid="level">{formatRaw(level)}</output>
      </div>
      {level === null && <p className="note">{text.noPixelThreshold}</p>}
      {!isOwn && (
        <p className="flag">
          {whatIf}
          <button type="button" className="link" onClick={() => onLevel(null)}>
            {text.contourReset}
          </button>
        </p>
      )}
    </>
  );
}

interface CheckProps {
  label: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}

export function Check({ label, checked, disabled = false, onChange }: CheckProps) {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={({ target }) => onChange(target.checked)}
      />
      {label}
    </label>
  );
}
