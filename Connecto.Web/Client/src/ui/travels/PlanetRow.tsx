import type { Planet } from '@connecto/client';
import { useApp } from '../app/AppContext';
import { useAction } from '../app/useAction';
import { useTexts } from '../language';
import { Avatar } from '../parts/Avatar';
import { Button } from '../parts/Button';
import { Failure } from '../parts/Failure';
import { go } from '../route/useRoute';

interface PlanetRowProps {
  planet: Planet;
  isIn: boolean;
  onJoined: () => Promise<void>;
}

export function PlanetRow({ planet, isIn, onJoined }: PlanetRowProps) {
  const t = useTexts();
  const { api } = useApp();
  const name = planet.name ?? '';
  const { run, busy, failure } = useAction(async () => {
    if (!isIn) {
      await api.planets.join(planet.id);
      void onJoined();
    }
    go({ page: 'chats', planetId: planet.id });
  });
  return (
    <li className="row-card">
      <Avatar id={planet.id} name={name} size={42} />
      <span className="card-text">
        <strong className="clip">{name}</strong>
        <span className="quiet">{t.panel.memberCount(planet.memberCount)}</span>
        <Failure text={failure} />
      </span>
      <Button look={isIn ? 'plain' : 'primary'} disabled={busy} aria-label={`${isIn ? t.travels.open : t.join}: ${name}`} onClick={run}>
        {isIn ? t.travels.open : t.join}
      </Button>
    </li>
  );
}
