import type { Travel } from '@connecto/client';
import { CalendarDays, Lock, Users } from 'lucide-react';
import { useLanguage, useTexts } from '../language';
import { Avatar } from '../parts/Avatar';
import { Link } from '../route/Link';
import { plainDay, plainRange } from '../times';

export function TravelCard({ travel }: { travel: Travel }) {
  return (
    <li>
      <Link className="card" to={{ page: 'travels', travelId: travel.id }}>
        <Avatar id={travel.id} name={travel.title} size={52} />
        <span className="card-text">
          <strong className="card-title">{travel.title}</strong>
          <TravelFacts travel={travel} />
        </span>
      </Link>
    </li>
  );
}

export function TravelFacts({ travel: { memberCount, startsOn, endsOn, visibility } }: { travel: Travel }) {
  const t = useTexts();
  const { language } = useLanguage();
  const day = startsOn ?? endsOn;
  const days = startsOn && endsOn ? plainRange(startsOn, endsOn, language) : day && plainDay(day, language);
  return (
    <span className="facts quiet">
      <span>
        <Users size={14} aria-hidden />
        {t.travels.travellers(memberCount)}
      </span>
      {days && (
        <span>
          <CalendarDays size={14} aria-hidden />
          {days}
        </span>
      )}
      {visibility === 'private' && (
        <span>
          <Lock size={14} aria-hidden />
          {t.travels.isPrivate}
        </span>
      )}
    </span>
  );
}
