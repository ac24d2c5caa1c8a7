import { MapPinOff } from 'lucide-react';
import { useTexts } from '../language';
import { Empty } from '../parts/Empty';
import { Link } from '../route/Link';

export function NotFound() {
  const t = useTexts();
  return (
    <Empty icon={MapPinOff} title={t.notFound}>
      <Link className="button" to={{ page: 'chats' }}>
        {t.toChats}
      </Link>
    </Empty>
  );
}
