import { useLanguage, useTexts } from '../language';
import { ago } from '../times';
import { useCell } from '../useCell';
import { useApp } from './AppContext';

export function useIsOnline(userId: string | undefined): boolean {
  const { chat } = useApp();
  const presence = useCell(chat.presence);
  return userId !== undefined && (presence.get(userId)?.online ?? false);
}

/** `Online`, `Last seen 5 minutes ago`, or nothing where it is not told. */
export function usePresenceText(userId: string | undefined): string | null {
  const { chat } = useApp();
  const t = useTexts();
  const { language } = useLanguage();
  const known = useCell(chat.presence).get(userId ?? '');
  if (!known) return null;
  if (known.online) return t.talk.online;
  return known.lastSeenAt ? t.talk.lastSeen(ago(known.lastSeenAt, language)) : null;
}
