import { SendHorizontal, Smile } from 'lucide-react';
import { lazy, Suspense, useLayoutEffect, useRef, useState } from 'react';
import { useTexts } from '../language';
import { IconButton } from '../parts/Button';
import { Floating } from '../parts/Floating';
import { ComposerBar } from './ComposerBar';
import { isPlainEnter } from './isPlainEnter';
import { MentionList } from './MentionList';
import type { Writing } from './TalkContext';
import { useTalkState } from './useTalkState';
import { useWriting } from './useWriting';

const EmojiPicker = lazy(() => import('./EmojiPicker'));

/** UTF-16 units, which is also what a string's length counts. */
export const longestText = 4_000;
const warnedFrom = 3_600;

interface ComposerProps {
  name: string;
  writing: Writing;
  onWriting: (writing: Writing) => void;
}

/** Where messages are written, answered and changed. */
export function Composer({ name, writing, onWriting }: ComposerProps) {
  const t = useTexts();
  const field = useRef<HTMLTextAreaElement>(null);
  const [emojiAnchor, setEmojiAnchor] = useState<Element | null>(null);
  const { planet } = useTalkState();
  const { text, write, submit, leave, editLast, mention } = useWriting(field, writing, onWriting);
  const left = longestText - text.length;
  const canSend = text.trim() !== '' && left >= 0;

  // Where the browser does not size the field to its text by itself.
  useLayoutEffect(() => {
    const element = field.current;
    if (!element || CSS.supports('field-sizing', 'content')) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);

  if (planet?.archivedAt) return <p className="composer-closed quiet">{t.talk.archived}</p>;
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        if (canSend) submit();
      }}
    >
      <ComposerBar writing={writing} onLeave={leave} />
      {mention.found.length > 0 && <MentionList {...mention} />}
      <div className="composer-row">
        <IconButton
          label={t.talk.emoji}
          icon={Smile}
          aria-expanded={emojiAnchor !== null}
          onClick={(event) => setEmojiAnchor(event.currentTarget)}
        />
        <textarea
          ref={field}
          className="composer-field"
          aria-label={t.talk.message}
          placeholder={t.talk.placeholder(name, planet?.kind === 'direct')}
          aria-autocomplete="list"
          aria-controls={mention.found.length > 0 ? 'mention-list' : undefined}
          aria-activedescendant={mention.found.length > 0 ? `mention-${mention.at}` : undefined}
          rows={1}
          autoFocus={matchMedia('(hover: hover)').matches}
          value={text}
          onChange={(event) => write(event.target.value, event.target.selectionStart)}
          onSelect={(event) => mention.look(event.currentTarget.value, event.currentTarget.selectionStart)}
          onBlur={mention.close}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing || mention.onKey(event)) return;
            if (event.key === 'Escape') leave();
            else if (event.key === 'ArrowUp' && text === '' && writing.kind === 'new' && !event.altKey) editLast(event);
            else if (isPlainEnter(event)) {
              event.preventDefault();
              if (canSend) submit();
            }
          }}
        />
        {text.length >= warnedFrom && (
          <span className="composer-left digits" role="status" data-over={left < 0 || undefined}>
            <span aria-hidden>{left}</span>
            <span className="unseen">{left < 0 ? `${t.talk.tooLong} ${-left}` : t.talk.left(left)}</span>
          </span>
        )}
        <button type="submit" className="send" aria-label={writing.kind === 'edit' ? t.save : t.talk.send} disabled={!canSend}>
          <SendHorizontal size={20} aria-hidden />
        </button>
      </div>
      {emojiAnchor && (
        <Floating anchor={emojiAnchor} label={t.talk.emoji} className="emoji" onClose={() => setEmojiAnchor(null)}>
          <Suspense>
            <EmojiPicker
              onChoose={(emoji) => {
                const at = field.current?.selectionEnd ?? text.length;
                write(text.slice(0, at) + emoji + text.slice(at), at + emoji.length);
                setEmojiAnchor(null);
                field.current?.focus();
              }}
            />
          </Suspense>
        </Floating>
      )}
    </form>
  );
}
