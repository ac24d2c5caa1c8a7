import { useQueryClient } from '@tanstack/react-query';
import { MonitorSmartphone } from 'lucide-react';
import { useApp } from '../app/AppContext';
import { usePages } from '../app/usePages';
import { failureText, useLanguage, useTexts } from '../language';
import { Button } from '../parts/Button';
import { Listing } from '../parts/Listing';
import { useToast } from '../parts/Toast';
import { ago } from '../times';
import { deviceOf } from './deviceOf';

export function SessionsSection() {
  const t = useTexts();
  const toast = useToast();
  const { language } = useLanguage();
  const { api } = useApp();
  const queries = useQueryClient();
  const query = usePages(['sessions'], (page) => api.me.sessions(page));
  const end = (id: string) =>
    api.me.endSession(id).then(
      () => queries.invalidateQueries({ queryKey: ['sessions'] }),
      (error) => toast(failureText(error, t)),
    );
  return (
    <Listing query={query} empty={null} className="rows">
      {({ id, agent, address, lastSeenAt, current }) => (
        <li key={id} className="row-card">
          <MonitorSmartphone size={24} aria-hidden />
          <span className="card-text">
            <strong className="clip">{deviceOf(agent ?? '')}</strong>
            <span className="quiet">
              {current ? t.settings.thisDevice : lastSeenAt && t.settings.lastSeen(ago(lastSeenAt, language))}
              {address && ` · ${address}`}
            </span>
          </span>
          {!current && (
            <Button look="danger" onClick={() => void end(id)}>
              {t.settings.endSession}
            </Button>
          )}
        </li>
      )}
    </Listing>
  );
}
