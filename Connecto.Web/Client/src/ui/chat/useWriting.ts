import { shownMessages } from '@connecto/client';
import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react';
import { useApp } from '../app/AppContext';
import { failureText, useTexts } from '../language';
import { useToast } from '../parts/Toast';
import { useCell } from '../useCell';
import { useTalk, type Writing } from './TalkContext';
import { useMention } from './useMention';

/** What is in the field: a draft, which is kept, or a message that is being changed, which is not. */
export function useWriting(
  field: RefObject<HTMLTextAreaElement | null>,
  writing: Writing,
  onWriting: (writing: Writing) => void,
) {
  const t = useTexts();
  const toast = useToast();
  const { chat, meId } = useApp();
  const talk = useTalk();
  const { channel } = talk;
  const draft = useCell(chat.drafts.of(channel.planetId));
  const [changed, setChanged] = useState('');
  const isEdit = writing.kind === 'edit';
  const text = isEdit ? changed : draft.text;

  useEffect(() => {
    if (writing.kind === 'edit') setChanged(writing.text);
  }, [writing]);

  const put = (next: string) => {
    if (isEdit) setChanged(next);
    else chat.drafts.set(channel.planetId, { ...draft, text: next });
  };
  const mention = useMention(field, text, put);

  const write = (next: string, caret: number) => {
    put(next);
    if (!isEdit && next !== '') channel.type();
    mention.list.look(next, caret);
  };

  const submit = () => {
    if (writing.kind === 'edit') {
      if (changed !== writing.text) channel.edit(writing.seq, changed).catch((error) => toast(failureText(error, t)));
      onWriting({ kind: 'new' });
      return;
    }
    const mentions = mention.mentionsIn(text);
    try {
      channel.send({
        text,
        ...(draft.replyToSeq !== undefined && { replyToSeq: draft.replyToSeq }),
        ...(mentions.length > 0 && { mentions }),
      });
    } catch (error) {
      return toast(failureText(error, t));
    }
    chat.drafts.set(channel.planetId, { text: '' });
    mention.list.close();
    void channel.jumpToLatest().then(channel.moveDivider.bind(channel), () => undefined);
  };

  /** Escape: out of what was begun, and what was written stays. */
  const leave = () => {
    if (isEdit) onWriting({ kind: 'new' });
    else if (draft.replyToSeq !== undefined) chat.drafts.set(channel.planetId, { text: draft.text });
  };

  const editLast = (event: KeyboardEvent) => {
    const own = shownMessages(channel.state.value).findLast(({ senderId, deletedAt }) => senderId === meId && !deletedAt);
    if (!own) return;
    event.preventDefault();
    talk.edit(own);
  };

  return { text, write, submit, leave, editLast, mention: mention.list };
}
