import { BrowserStorage, Session } from '@connecto/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LanguageProvider } from '../ui/language';
import { showTheme } from '../ui/theme';
import { AdminApp } from './AdminApp';
import '../ui/style/tokens.css';
import '../ui/style/base.css';
import '../ui/style/parts.css';
import '../ui/style/shell.css';
import '../ui/style/pages.css';
import './style/console.css';
import './style/charts.css';
import './style/tables.css';

const session = new Session('', new BrowserStorage());

showTheme();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <LanguageProvider>
      <AdminApp session={session} />
    </LanguageProvider>
  </StrictMode>,
);
