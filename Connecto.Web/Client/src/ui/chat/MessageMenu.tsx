import type { Message } from '@connecto/client';
import { Copy, Eye, Flag, History, Link2, MessageSquareReply, Pencil, Pin, PinOff, Reply, SmilePlus, Trash2 } from 'lucide-react';
import { useTexts } from '../language';
import { Menu, type MenuItem } from '../parts/Menu';
import { useToast } from '../parts/Toast';
import { pathOf } from '../route/route';
import { useTalk } from './TalkContext';
import { useTalkState } from './useTalkState';

interface MessageMenuProps {
  message: Message;
  anchor: Element | DOMRect;
  onClose: () => void;
}

/** What one may do with a message; what the server would refuse is not offered. */
export function MessageMenu({ message, anchor, onClose }: MessageMenuProps) {
  const t = useTexts();
  const toast = useToast();
  const talk = useTalk();
  const { meId, planetId, role, planet } = useTalkState();
  const { seq, text, senderId, deletedAt, pinnedAt } = message;
  const isOwn = senderId === meId;
  const leads = role === 'owner' || role === 'admin';
  const at = anchor instanceof Element ? anchor : document.querySelector(`[data-seq="${seq}"] .bubble`);

  const copy = async (what: string) => {
    await navigator.clipboard.writeText(what);
    toast(t.copied);
  };
  const link = () => copy(location.origin + pathOf({ page: 'chats', planetId, seq }));

  const items: (MenuItem | false)[] = [
    !deletedAt && { text: t.talk.reply, icon: Reply, keys: 'R', onChoose: () => talk.reply(seq) },
    !deletedAt && !!at && { text: t.talk.react, icon: SmilePlus, keys: 'A', onChoose: () => talk.react(seq, at) },
    { text: t.talk.thread, icon: MessageSquareReply, keys: 'T', onChoose: () => talk.show({ kind: 'thread', seq }) },
    isOwn && !deletedAt && { text: t.talk.edit, icon: Pencil, keys: 'E', onChoose: () => talk.edit(message) },
    !!text && 'clipboard' in navigator && { text: t.talk.copyText, icon: Copy, onChoose: () => void copy(text) },
    'clipboard' in navigator && { text: t.talk.copyLink, icon: Link2, onChoose: () => void link() },
    (leads || planet?.kind === 'direct') &&
      !deletedAt && {
        text: pinnedAt ? t.talk.unpin : t.talk.pin,
        icon: pinnedAt ? PinOff : Pin,
        keys: 'P',
        onChoose: () => talk.pin(message),
      },
    !!planet?.settings.readReceipts && {
      text: t.talk.readers,
      icon: Eye,
      onChoose: () => talk.show({ kind: 'readers', seq }),
    },
    leads &&
      !!message.editedAt &&
      !deletedAt && { text: t.talk.history, icon: History, onChoose: () => talk.history(seq) },
    !isOwn && !deletedAt && { text: t.talk.report, icon: Flag, onChoose: () => talk.report(seq) },
    (isOwn || leads) &&
      !deletedAt && { text: t.talk.delete, icon: Trash2, danger: true, onChoose: () => talk.remove(seq) },
  ];
  return (
    <Menu anchor={anchor} label={t.talk.actions} items={items.filter((item) => item !== false)} onClose={onClose} />
  );
}
