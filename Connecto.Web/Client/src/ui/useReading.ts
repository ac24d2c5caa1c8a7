import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react';

const nearPx = 60;

/**
 * Keeps a list at its end while the reader is there, keeps his place when older messages come before it, and calls
 * `onSeen` when the end is in view on a visible page.
 */
export function useReading(list: RefObject<HTMLElement | null>, first: number, last: unknown, onSeen: () => void) {
  const atEnd = useRef(true);
  const height = useRef(0);
  const firstShown = useRef(first);

  const look = useCallback(() => {
    if (atEnd.current && document.visibilityState === 'visible') onSeen();
  }, [onSeen]);

  useLayoutEffect(() => {
    const element = list.current!;
    if (atEnd.current) element.scrollTop = element.scrollHeight;
    else if (first < firstShown.current) element.scrollTop += element.scrollHeight - height.current;
    firstShown.current = first;
    height.current = element.scrollHeight;
  }, [list, first, last]);

  useEffect(look, [look, last]);

  useEffect(() => {
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [look]);

  return () => {
    const { scrollTop, clientHeight, scrollHeight } = list.current!;
    atEnd.current = scrollHeight - scrollTop - clientHeight < nearPx;
    look();
  };
}
