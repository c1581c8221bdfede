/** Why this file exists: how the image and its heatmap look: layer, opacity, colours, level, light. */
import { COLOUR_MAPS, isUniform } from '../../../../shared/colour/maps.ts';
import { MAP_LAYERS } from '../../../../shared/media.ts';
import { Button } from '../../components/Button.tsx';
import { formatRaw } from '../../components/format.ts';
import { setPreferences, usePreferences } from '../../state/use-preferences.ts';
import { strings } from '../../strings/index.ts';
import { Check, ContourLevel, Opacity } from '../image/OverlayPanel.tsx';
import { COMPARISONS, LIGHT_RANGE } from './review-preferences.ts';
import { Segments } from './Segments.tsx';
import { text } from './strings.ts';
import type { Overlay } from './use-overlay.ts';
import { setReviewPreferences, useReviewPreferences } from './use-review-preferences.ts';

interface ViewPanelProps {
  overlay: Overlay;
  hasMap: boolean;
  /** The image has a score, but its map is gone. */
  canMakeMap: boolean;
  makingMap: boolean;
  pixelThreshold: number | null;
  range: readonly [number, number];
  onMakeMap: () => void;
}

export function ViewPanel(props: ViewPanelProps) {
  const { overlay, hasMap, canMakeMap, makingMap, pixelThreshold, range, onMakeMap } = props;
  const preferences = usePreferences();
  const { layer, comparison } = useReviewPreferences();
  return (
    <>
      {!hasMap && canMakeMap && (
        <p className="note make-map">
          {text.noMap}
          <Button kind="quiet" busy={makingMap} onClick={onMakeMap}>
            {text.makeMap}
          </Button>
        </p>
      )}
      <Segments
        label={text.compare}
        choices={COMPARISONS.map((value) => ({ value, label: text.comparisons[value] }))}
        value={comparison}
        onChange={(next) => setReviewPreferences({ comparison: next })}
      />
      {hasMap && (
        <>
          <Segments
            label={text.layer}
            choices={MAP_LAYERS.map((value) => ({ value, label: text.layers[value] }))}
            value={layer}
            onChange={(next) => setReviewPreferences({ layer: next })}
          />
          {layer !== 'sum' && <p className="flag">{text.layerScale(layer)}</p>}
          <Opacity preferences={preferences} />
          <label className="setting setting-select">
            <span>{strings.image.colours}</span>
            <select
              value={preferences.colours}
              onChange={({ target }) => {
                const colours = COLOUR_MAPS.find((name) => name === target.value);
                if (colours !== undefined) setPreferences({ colours });
              }}
            >
              {COLOUR_MAPS.map((name) => (
                <option key={name} value={name}>
                  {strings.image.colourNames[name]}
                </option>
              ))}
            </select>
          </label>
          {!isUniform(preferences.colours) && (
            <p className="flag">{strings.image.notForMeasurement}</p>
          )}
          {layer === 'sum' && (
            <>
              <ContourLevel
                preferences={preferences}
                level={overlay.level}
                range={range}
                pixelThreshold={pixelThreshold}
                whatIf={text.contourWhatIf}
                onLevel={overlay.setLevel}
              />
              <Check
                label={strings.image.stretch}
                checked={overlay.stretched}
                onChange={overlay.setStretch}
              />
              {overlay.stretched && <p className="flag">{strings.image.stretchedWhy}</p>}
            </>
          )}
          <Check
            label={strings.image.smooth}
            checked={preferences.smooth}
            onChange={(smooth) => setPreferences({ smooth })}
          />
        </>
      )}
      <Light />
    </>
  );
}

function Light() {
  const { brightness, contrast } = useReviewPreferences();
  const asItIs = brightness === 1 && contrast === 1;
  return (
    <fieldset className="light">
      <legend className="visually-hidden">{text.light}</legend>
      <Slider
        label={text.brightness}
        value={brightness}
        onChange={(value) => setReviewPreferences({ brightness: value })}
      />
      <Slider
        label={text.contrast}
        value={contrast}
        onChange={(value) => setReviewPreferences({ contrast: value })}
      />
      {!asItIs && (
        <Button
          kind="quiet"
          icon="undo"
          onClick={() => setReviewPreferences({ brightness: 1, contrast: 1 })}
        >
          {text.lightReset}
        </Button>
      )}
    </fieldset>
  );
}

interface SliderProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
}

/** On a logarithmic scale, so that half and double lie alike. */
function Slider({ label, value, onChange }: SliderProps) {
  const [low, high] = LIGHT_RANGE;
  return (
    <label className="setting">
      <span>{label}</span>
      <input
        type="range"
        min={Math.log2(low)}
        max={Math.log2(high)}
        step={0.05}
        value={Math.log2(value)}
        aria-valuetext={formatRaw(value)}
        onChange={({ target }) => {
          const next = 2 ** Number(target.value);
          // The middle is easy to come back to.
          onChange(Math.abs(next - 1) < 0.03 ? 1 : Math.min(high, Math.max(low, next)));
        }}
      />
      <output>{formatRaw(value)}</output>
    </label>
  );
}
