import type { Message } from '@connecto/client';
import type { Virtualizer } from '@tanstack/react-virtual';
import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { messageKey } from '../shell/keys';
import { useTalk } from './TalkContext';

interface LogKeysOptions {
  list: RefObject<HTMLDivElement | null>;
  messages: readonly Message[];
  virtualizer: Virtualizer<HTMLDivElement, Element>;
  focused: number | null;
  setFocused: (seq: number | null) => void;
}

/** One message at a time has the focus; the arrows move it, also to those that are not elements yet. */
export function useLogKeys({ list, messages, virtualizer, focused, setFocused }: LogKeysOptions) {
  const talk = useTalk();
  const moving = useRef(false);
  const first = messages[0]?.seq ?? 1;

  const elementOf = (seq: number) => list.current?.querySelector<HTMLElement>(`[data-seq="${seq}"]`);

  useEffect(() => {
    if (!moving.current || focused === null) return;
    const element = elementOf(focused);
    if (!element) return;
    moving.current = false;
    element.focus({ preventScroll: true });
  });

  const moveTo = (index: number) => {
    const to = Math.min(Math.max(index, 0), messages.length - 1);
    const message = messages[to];
    if (!message) return;
    moving.current = true;
    setFocused(message.seq);
    virtualizer.scrollToIndex(to, { align: 'auto' });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const pressed = messageKey({ ...keysOf(event), code: event.code });
    if (!pressed) return;
    if (pressed === 'leave') {
      event.preventDefault();
      setFocused(null);
      return talk.write();
    }
    const at = focused === null ? messages.length : focused - first;
    const step = { up: at - 1, down: at + 1, first: 0, last: messages.length - 1 }[pressed as 'up'];
    if (step !== undefined) {
      event.preventDefault();
      if (pressed === 'down' && at >= messages.length - 1) return talk.write();
      return moveTo(step);
    }
    const message = messages[at];
    const element = focused === null ? null : elementOf(focused);
    // A button inside of a message keeps its Enter.
    if (!message || !element || event.target !== element) return;
    event.preventDefault();
    act(pressed, message, element);
  };

  const act = (pressed: string, message: Message, element: HTMLElement) => {
    const { seq, senderId, deletedAt } = message;
    if (deletedAt) return;
    const isOwn = senderId === talk.channel.state.value.meId;
    const bubble = element.querySelector('.bubble') ?? element;
    if (pressed === 'reply') talk.reply(seq);
    else if (pressed === 'edit' && isOwn) talk.edit(message);
    else if (pressed === 'react') talk.react(seq, bubble);
    else if (pressed === 'delete') talk.remove(seq);
    else if (pressed === 'pin') talk.pin(message);
    else if (pressed === 'thread') talk.show({ kind: 'thread', seq });
    else if (pressed === 'menu') talk.menu(message, bubble);
  };

  const onFocus = (event: FocusEvent) => {
    // The list itself, come back to from elsewhere, begins at the newest message again.
    if (event.target === list.current) return setFocused(null);
    const seq = (event.target as HTMLElement).dataset.seq;
    if (seq !== undefined && Number(seq) !== focused) setFocused(Number(seq));
  };

  return { onKeyDown, onFocus };
}

const keysOf = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent) => ({ key, ctrlKey, metaKey, altKey, shiftKey });
