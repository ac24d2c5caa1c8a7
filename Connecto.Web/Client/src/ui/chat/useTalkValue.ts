import type { Channel, Message } from '@connecto/client';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useApp } from '../app/AppContext';
import { failureText, useTexts } from '../language';
import { useToast } from '../parts/Toast';
import type { PanelView, Talk, Writing } from './TalkContext';

/** What stands over the conversation for a moment. */
export type Over =
  | { kind: 'menu'; message: Message; anchor: Element | DOMRect }
  | { kind: 'emoji'; seq: number; anchor: Element | DOMRect }
  | { kind: 'profile'; userId: string; anchor: Element | DOMRect }
  | { kind: 'remove'; seq: number }
  | { kind: 'report'; seq: number }
  | { kind: 'history'; seq: number };

/** The state of an open conversation besides its messages, and the functions by which its parts change it. */
export function useTalkValue(channel: Channel, seq: number | undefined) {
  const t = useTexts();
  const toast = useToast();
  const { api, chat } = useApp();
  const [view, setView] = useState<PanelView | null>(null);
  const [target, setTarget] = useState(seq === undefined ? null : { seq });
  const [over, setOver] = useState<Over | null>(null);
  const [writing, setWriting] = useState<Writing>({ kind: 'new' });

  useEffect(() => setTarget(seq === undefined ? null : { seq }), [seq]);

  const latest = useRef({ t, toast });
  latest.current = { t, toast };

  const talk = useMemo((): Talk => {
    const { planetId } = channel;
    const tell = (error: unknown) => latest.current.toast(failureText(error, latest.current.t));
    const write = () => requestAnimationFrame(() => document.querySelector<HTMLElement>('.composer textarea')?.focus());
    return {
      channel,
      write,
      jump: (to) => setTarget({ seq: to }),
      reply: (to) => {
        const drafts = chat.drafts;
        drafts.set(planetId, { ...drafts.of(planetId).value, replyToSeq: to });
        setWriting({ kind: 'new' });
        write();
      },
      edit: (message) => {
        setWriting({ kind: 'edit', seq: message.seq, text: message.text ?? '' });
        write();
      },
      remove: (of) => setOver({ kind: 'remove', seq: of }),
      report: (of) => setOver({ kind: 'report', seq: of }),
      history: (of) => setOver({ kind: 'history', seq: of }),
      react: (to, anchor) => setOver({ kind: 'emoji', seq: to, anchor }),
      toggle: (message, emoji) => {
        const mine = message.reactions.some((each) => each.emoji === emoji && each.me);
        channel.react(message.seq, emoji, !mine).catch(tell);
      },
      pin: ({ seq: of, pinnedAt }) => {
        (pinnedAt ? api.planets.unpin(planetId, of) : api.planets.pin(planetId, of)).catch(tell);
      },
      show: (panel) => setView((shown) => (shown && JSON.stringify(shown) === JSON.stringify(panel) ? null : panel)),
      profile: (userId, anchor) => setOver({ kind: 'profile', userId, anchor }),
      menu: (message, anchor) => setOver({ kind: 'menu', message, anchor }),
    };
  }, [channel, api, chat]);

  return { talk, view, setView, target, over, setOver, writing, setWriting };
}
