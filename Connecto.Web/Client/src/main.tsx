import { BrowserStorage, Session } from '@connecto/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { registerServiceWorker } from './serviceWorker';
import { App } from './ui/App';
import { LanguageProvider } from './ui/language';
import { showTheme } from './ui/theme';
import './ui/style/tokens.css';
import './ui/style/base.css';
import './ui/style/parts.css';
import './ui/style/shell.css';

const session = new Session('', new BrowserStorage());

showTheme();
registerServiceWorker();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <LanguageProvider>
      <App session={session} />
    </LanguageProvider>
  </StrictMode>,
);
