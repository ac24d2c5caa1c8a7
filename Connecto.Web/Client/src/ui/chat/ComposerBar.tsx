import { Pencil, Reply, X } from 'lucide-react';
import { useApp } from '../app/AppContext';
import { useTexts } from '../language';
import { plainText } from '../markdown/parse';
import { IconButton } from '../parts/Button';
import { useCell } from '../useCell';
import { useTalk, type Writing } from './TalkContext';
import { useTalkState } from './useTalkState';

/** Says what is answered or changed, above the field. */
export function ComposerBar({ writing, onLeave }: { writing: Writing; onLeave: () => void }) {
  const t = useTexts();
  const { chat } = useApp();
  const { channel } = useTalk();
  const { messages, names, meId } = useTalkState();
  const { replyToSeq } = useCell(chat.drafts.of(channel.planetId));
  const seq = writing.kind === 'edit' ? writing.seq : replyToSeq;
  if (seq === undefined) return null;
  const message = messages.find((each) => each.seq === seq);
  const senderId = message?.senderId ?? '';
  const sender = senderId === meId ? t.you : (names.get(senderId) ?? t.someone);
  const Icon = writing.kind === 'edit' ? Pencil : Reply;
  return (
    <div className="composer-bar">
      <Icon size={18} aria-hidden />
      <span className="composer-bar-text">
        <strong>{writing.kind === 'edit' ? t.talk.editing : t.talk.replyingTo(sender)}</strong>
        <span className="quiet clip">{plainText(message?.text ?? '')}</span>
      </span>
      <IconButton label={t.cancel} icon={X} onClick={onLeave} />
    </div>
  );
}
