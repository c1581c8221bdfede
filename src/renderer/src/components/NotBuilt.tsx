/** Why this file exists: a screen that this version does not have says so plainly. */
import { strings } from '../strings/index.ts';
import { Notice } from './Notice.tsx';

export function NotBuilt() {
  return (
    <Notice icon="info" title={strings.nav.notBuilt}>
      <p>{strings.nav.notBuiltText}</p>
    </Notice>
  );
}
