/** Why this file exists: automatic ways to choose T2, each with what it would do before it is taken. */
import { useMemo, useState } from 'react';
import type { ThresholdRule } from '../../../../shared/contract/models.ts';
import { imageCosts, type Costs } from '../../../../shared/charts/curves.ts';
import type { LabelledScores } from '../../../../shared/thresholds/labelled-scores.ts';
import { suggest } from '../../../../shared/thresholds/rules.ts';
import { Button } from '../../components/Button.tsx';
import { Chip } from '../../components/Chip.tsx';
import { NumberField } from '../../components/fields.tsx';
import { formatRaw } from '../../components/format.ts';
import { CostPanel } from './CostPanel.tsx';
import type { Live, Readable } from './live.ts';
import { strings } from './strings.ts';

export type RuleKind = ThresholdRule['kind'];
const KINDS: readonly RuleKind[] = ['max-f1', 'overkill', 'escape', 'good-only', 'costs'];

interface RulesPanelProps {
  scores: LabelledScores;
  live: Readable<Live>;
  /** The rule that gave the present T2, if one did. */
  inUse: ThresholdRule | null;
  scopeName: string;
  costs: Costs | null;
  onCosts: (costs: Costs) => void;
  onUse: (rule: ThresholdRule, threshold: number) => void;
}

/** In percent, as people say it. */
const DEFAULT_SHARES = { overkill: 1, escape: 0, 'good-only': 1 };

export function RulesPanel(props: RulesPanelProps) {
  const { scores, live, inUse, scopeName, costs, onCosts, onUse } = props;
  const [shares, setShares] = useState(DEFAULT_SHARES);
  return (
    <div className="rules">
      <h3>{strings.auto}</h3>
      <p className="note">{strings.autoFor(scopeName)}</p>
      <ul className="rule-list">
        {KINDS.map((kind) => {
          const rule = ruleOf(kind, shares, costs, scores);
          return (
            <li key={kind} className="rule" data-rule={kind}>
              <div className="rule-head">
                <strong>{strings.rules[kind]}</strong>
                {inUse?.kind === kind && <Chip tone="accent">{strings.inUse}</Chip>}
              </div>
              <p className="note">{strings.ruleNotes[kind]}</p>
              {isShared(kind) && (
                <NumberField
                  label={`${strings.rules[kind]}: ${strings.share}`}
                  hideLabel
                  value={shares[kind]}
                  min={0}
                  max={100}
                  step={0.1}
                  format={{ maximumFractionDigits: 3 }}
                  onChange={(value) => setShares({ ...shares, [kind]: value })}
                />
              )}
              {kind === 'costs' && (
                <CostPanel scores={scores} live={live} costs={costs} onCosts={onCosts} />
              )}
              {rule !== null && <Outcome kind={kind} rule={rule} scores={scores} onUse={onUse} />}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

interface OutcomeProps {
  kind: RuleKind;
  rule: ThresholdRule;
  scores: LabelledScores;
  onUse: (rule: ThresholdRule, threshold: number) => void;
}

function Outcome({ kind, rule, scores, onUse }: OutcomeProps) {
  const key = JSON.stringify(rule);
  const suggestion = useMemo(
    () => suggest(scores, JSON.parse(key) as ThresholdRule),
    [scores, key],
  );
  if (suggestion.threshold === null) return <p className="note">{suggestion.reason}</p>;
  const { threshold, confusion } = suggestion;
  return (
    <div className="rule-foot">
      <span>
        {strings.ruleResult(formatRaw(threshold), confusion.missedDefects, confusion.falseAlarms)}
      </span>
      <Button
        kind="quiet"
        aria-label={strings.useRule(strings.rules[kind])}
        onClick={() => onUse(rule, threshold)}
      >
        {strings.use}
      </Button>
    </div>
  );
}

function isShared(kind: RuleKind): kind is keyof typeof DEFAULT_SHARES {
  return kind in DEFAULT_SHARES;
}

/** The rule with its parameters; null while costs are not given or mean nothing here. */
function ruleOf(
  kind: RuleKind,
  shares: typeof DEFAULT_SHARES,
  costs: Costs | null,
  scores: LabelledScores,
): ThresholdRule | null {
  switch (kind) {
    case 'max-f1':
      return { kind };
    case 'costs': {
      const each = costs === null ? null : imageCosts(scores, costs);
      return each === null || each.missedDefect <= 0 || each.falseAlarm <= 0
        ? null
        : { kind, ...each };
    }
    case 'overkill':
    case 'escape':
    case 'good-only':
      return { kind, share: shares[kind] / 100 };
  }
}
