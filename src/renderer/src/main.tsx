/** Why this file exists: the page's entry: connects to main and draws the application. */
// The base comes first: a feature's own style sheet refines it.
import './styles/tokens.css';
import './styles/base.css';
import './styles/frame.css';
import './styles/components.css';
import './features/jobs/jobs.css';
import './styles/report.css';
import './styles/gallery.css';
import './styles/image.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { ClientContext } from './state/client-context.ts';
import { connectClient } from './transport/choose.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <ClientContext value={connectClient()}>
      <App />
    </ClientContext>
  </StrictMode>,
);
