import type { Notification } from '@connecto/client';
import type { Texts } from '../texts';

/** What a notification says: by whom, and of which planet. */
export function notificationText({ kind, text }: Notification, who: string, where: string, { notify }: Texts): string {
  switch (kind) {
    case 'mention':
    case 'direct':
    case 'reply':
    case 'invite':
      return notify[kind](who);
    case 'added':
    case 'removed':
      return notify[kind](where);
    case 'announcement':
      return `${notify.announcement}: ${text ?? ''}`;
  }
}
