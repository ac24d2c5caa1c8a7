import type { Message } from '@connecto/client';
import { useTexts } from '../language';
import { useTalk } from './TalkContext';

export function Reactions({ message }: { message: Message }) {
  const t = useTexts();
  const talk = useTalk();
  if (message.reactions.length === 0) return null;
  return (
    <span className="reactions">
      {message.reactions.map(({ emoji, count, me }) => (
        <button
          key={emoji}
          type="button"
          tabIndex={-1}
          className="reaction"
          aria-pressed={me}
          onClick={() => talk.toggle(message, emoji)}
        >
          <span aria-hidden>{emoji}</span>
          <span aria-hidden className="digits">
            {count}
          </span>
          <span className="unseen">{t.talk.reaction(emoji, count)}</span>
        </button>
      ))}
    </span>
  );
}
