/** Where the page begins. The first import has to stay first: schemas are built when their modules load. */
import './bridge/no-eval.ts';
import './bridge/style-nonce.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import './styles/choices.css';
import './styles/overlays.css';
import './styles/shell.css';
import './styles/start.css';
import './styles/models.css';
import './styles/document.css';
import './styles/conversation.css';
import './styles/markdown.css';
import './styles/report.css';
import './styles/fields.css';
import './styles/library.css';
import './styles/split.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { applyTheme } from './parts/use-theme.ts';
import { connect } from './state/connect.ts';
import { App } from './views/shell/app.tsx';

applyTheme('system');
connect();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
