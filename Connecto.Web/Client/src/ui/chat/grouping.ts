import type { Message } from '@connecto/client';
import { isSameDay } from '../times';

/** How a message stands to its neighbours in the list. */
export interface Place {
  /** A day begins with it. */
  startsDay: boolean;
  /** Its sender is shown. */
  startsGroup: boolean;
  /** Its time is shown. */
  endsGroup: boolean;
}

type Standing = Pick<Message, 'senderId' | 'createdAt' | 'type'>;

/** Messages of one sender within one minute stand together: the sender at the first of them, the time at the last. */
export function placeOf(before: Standing | undefined, message: Standing, after: Standing | undefined, divided = false): Place {
  const startsDay = !before || !isSameDay(before.createdAt, message.createdAt);
  return {
    startsDay,
    startsGroup: startsDay || divided || !belongTogether(before, message),
    endsGroup: !after || !belongTogether(message, after),
  };
}

const belongTogether = (a: Standing, b: Standing): boolean =>
  a.senderId === b.senderId && a.type !== 'system' && b.type !== 'system' && minuteOf(a) === minuteOf(b);

const minuteOf = ({ createdAt }: Standing): number => Math.floor(Date.parse(createdAt) / 60_000);
