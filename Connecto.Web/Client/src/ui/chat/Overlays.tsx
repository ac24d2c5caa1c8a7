import { lazy, Suspense } from 'react';
import { useTexts } from '../language';
import { Confirm } from '../parts/Confirm';
import { Floating } from '../parts/Floating';
import { ProfileCard } from '../people/ProfileCard';
import { MessageMenu } from './MessageMenu';
import { ReportDialog } from './ReportDialog';
import { useTalk } from './TalkContext';
import { useTalkState } from './useTalkState';
import type { Over } from './useTalkValue';

const HistoryDialog = lazy(() => import('./HistoryDialog'));
const EmojiPicker = lazy(() => import('./EmojiPicker'));

export function Overlays({ over, onClose }: { over: Over | null; onClose: () => void }) {
  const t = useTexts();
  const { channel, toggle } = useTalk();
  const { names, messages } = useTalkState();
  switch (over?.kind) {
    case undefined:
      return null;
    case 'menu':
      return <MessageMenu message={over.message} anchor={over.anchor} onClose={onClose} />;
    case 'emoji': {
      const message = messages.find(({ seq }) => seq === over.seq);
      return (
        <Suspense>
          <Floating anchor={over.anchor} label={t.talk.react} className="emoji" onClose={onClose}>
            <EmojiPicker
              onChoose={(emoji) => {
                onClose();
                if (message) toggle(message, emoji);
              }}
            />
          </Floating>
        </Suspense>
      );
    }
    case 'profile':
      return (
        <ProfileCard userId={over.userId} name={names.get(over.userId) ?? ''} anchor={over.anchor} onClose={onClose} />
      );
    case 'remove':
      return (
        <Confirm
          title={t.talk.delete}
          action={t.talk.delete}
          danger
          onConfirm={() => channel.delete(over.seq)}
          onClose={onClose}
        >
          {t.talk.deleteAsk}
        </Confirm>
      );
    case 'report':
      return <ReportDialog seq={over.seq} onClose={onClose} />;
    case 'history':
      return (
        <Suspense>
          <HistoryDialog key={over.seq} seq={over.seq} onClose={onClose} />
        </Suspense>
      );
  }
}
