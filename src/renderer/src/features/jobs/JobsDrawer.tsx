/** Why this file exists: every job, from every screen. */
import { Drawer } from '../../components/Drawer.tsx';
import { NotBuilt } from '../../components/NotBuilt.tsx';
import { strings } from '../../strings/index.ts';

export function JobsDrawer({ onClose }: { onClose: () => void }) {
  return (
    <Drawer title={strings.actions.jobs} onClose={onClose}>
      <NotBuilt />
    </Drawer>
  );
}
