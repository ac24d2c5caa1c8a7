import { BrowserStorage, Session } from '@connecto/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './ui/App';
import { LanguageProvider } from './ui/language';
import './ui/style/base.css';
import './ui/style/desk.css';
import './ui/style/log.css';

const session = new Session('', new BrowserStorage());

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <LanguageProvider>
      <App session={session} />
    </LanguageProvider>
  </StrictMode>,
);
