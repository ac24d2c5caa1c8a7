import { MessagesSquare } from 'lucide-react';
import { useTexts } from '../language';
import { Empty } from '../parts/Empty';

export function ChooseChat() {
  const t = useTexts();
  return (
    <Empty icon={MessagesSquare} title={t.inbox.choose}>
      <p>{t.inbox.chooseHint}</p>
    </Empty>
  );
}
