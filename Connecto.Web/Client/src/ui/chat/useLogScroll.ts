import type { Message, PendingMessage } from '@connecto/client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTexts } from '../language';
import { useToast } from '../parts/Toast';
import { useTalk } from './TalkContext';
import { useTalkState } from './useTalkState';

/** Above the first message: what is there to come, or where the planet begins. */
export const topPx = 56;
/** Older and newer messages are read before the reader gets there. */
const readAheadPx = 1_600;
const atEndPx = 40;
const awayPx = 400;
const flashMs = 2_000;
const framesToSettle = 60;

/** Where the log stands, where it is to go, and what that has to do with what is read and loaded. */
export function useLogScroll(
  list: RefObject<HTMLDivElement | null>,
  messages: readonly Message[],
  pending: readonly PendingMessage[],
  target: { seq: number } | null,
) {
  const t = useTexts();
  const toast = useToast();
  const { channel } = useTalk();
  const { headSeq, unreadFrom, hasBefore, hasAfter } = useTalkState();
  const [flashing, setFlashing] = useState<number | null>(null);
  const [isAway, setIsAway] = useState(false);
  const [focused, setFocused] = useState<number | null>(null);
  const [wanted, setWanted] = useState<number | null>(null);
  const opened = useRef(false);
  const wasAtEnd = useRef(false);

  const virtualizer = useVirtualizer({
    count: messages.length + pending.length,
    getScrollElement: () => list.current,
    getItemKey: (index) => messages[index]?.seq ?? pending[index - messages.length]?.clientMessageId ?? index,
    estimateSize: (index) => estimate(messages[index]?.text),
    overscan: 12,
    anchorTo: 'end',
    followOnAppend: !hasAfter,
    scrollEndThreshold: atEndPx,
    paddingStart: topPx,
    paddingEnd: 12,
    useFlushSync: false,
  });

  const indexOf = (seq: number) => {
    const index = seq - (messages[0]?.seq ?? Number.NaN);
    return messages[index]?.seq === seq ? index : -1;
  };

  const held = useRef(0);
  /** While the log goes somewhere, what comes into view on the way counts as neither read nor looked at. */
  const hold = () => {
    held.current++;
    let frames = framesToSettle;
    const release = (isThere: () => boolean) => {
      requestAnimationFrame(() => {
        if (!isThere() && --frames > 0) return release(isThere);
        held.current--;
        latestLook.current();
      });
    };
    return release;
  };
  const isInView = (seq: number) => {
    const row = list.current?.querySelector(`[data-seq="${seq}"]`)?.getBoundingClientRect();
    const view = list.current?.getBoundingClientRect();
    return !!row && !!view && row.bottom > view.top && row.top < view.bottom;
  };

  // Opens at the first message that was not read, else at the end.
  useLayoutEffect(() => {
    if (opened.current || messages.length === 0) return;
    opened.current = true;
    if (target) return;
    const index = unreadFrom === null ? -1 : indexOf(unreadFrom);
    if (index > 0) {
      virtualizer.scrollToIndex(index, { align: 'start' });
      hold()(() => isInView(unreadFrom!));
    } else if (unreadFrom !== null && unreadFrom < headSeq && index < 0) void jump(unreadFrom);
    else virtualizer.scrollToEnd();
  });

  const jump = async (seq: number) => {
    const release = hold();
    try {
      if (indexOf(seq) < 0 && !(await channel.jumpTo(seq))) return toast(t.talk.notHere);
      setWanted(seq);
    } catch {
      toast(t.loadFailed);
    } finally {
      release(() => isInView(seq));
    }
  };

  useEffect(() => {
    if (target) void jump(target.seq);
    // Only where somebody asks for it, not when what is shown changes.
  }, [target]);

  useLayoutEffect(() => {
    const index = wanted === null ? -1 : indexOf(wanted);
    if (wanted === null || index < 0) return;
    virtualizer.scrollToIndex(index, { align: wanted === unreadFrom ? 'start' : 'center' });
    if (wanted !== unreadFrom) setFlashing(wanted);
    setWanted(null);
  }, [wanted, messages]);

  useEffect(() => {
    if (flashing === null) return;
    const timer = setTimeout(() => setFlashing(null), flashMs);
    return () => clearTimeout(timer);
  }, [flashing]);

  const look = () => {
    const element = list.current;
    if (!element || !opened.current || wanted !== null || held.current > 0) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    const toEnd = scrollHeight - scrollTop - clientHeight;
    const isAtEnd = toEnd <= atEndPx && !hasAfter;
    wasAtEnd.current = isAtEnd;
    setIsAway(toEnd > awayPx);
    const last = virtualizer.getVirtualItemForOffset(scrollTop + clientHeight - 8);
    const seq = messages[Math.min(last?.index ?? 0, messages.length - 1)]?.seq;
    channel.look(isAtEnd ? null : (messages[virtualizer.range?.startIndex ?? 0]?.seq ?? null));
    if (seq !== undefined && document.visibilityState === 'visible') channel.markRead(isAtEnd ? headSeq : seq);
    if (hasBefore && scrollTop < readAheadPx) channel.loadBefore().catch(() => undefined);
    if (hasAfter && toEnd < readAheadPx) channel.loadAfter().catch(() => undefined);
  };
  const latestLook = useRef(look);
  latestLook.current = look;

  useEffect(() => {
    const element = list.current!;
    const onScroll = () => latestLook.current();
    const onShown = () => {
      if (document.visibilityState === 'visible') channel.moveDivider();
      latestLook.current();
    };
    // A keyboard that opens, or a field that grows, takes its room from the log: its end stays in view.
    const resized = new ResizeObserver(() => {
      if (wasAtEnd.current) element.scrollTop = element.scrollHeight;
    });
    resized.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    document.addEventListener('visibilitychange', onShown);
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', onScroll);
      document.removeEventListener('visibilitychange', onShown);
    };
  }, [list, channel]);

  // What has come in may be in view without any scrolling.
  useEffect(() => latestLook.current(), [headSeq, messages.length, pending.length, wanted]);

  const toLatest = () => {
    void channel.jumpToLatest().then(
      () => requestAnimationFrame(() => virtualizer.scrollToEnd()),
      () => toast(t.loadFailed),
    );
  };

  return { virtualizer, flashing, isAway, toLatest, focused, setFocused };
}

/** Close enough that little moves when a message is measured: about 50 letters a line. */
function estimate(text: string | null | undefined): number {
  if (!text) return 44;
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 50)), 0);
  return 26 + lines * 21;
}
