import type { ConnectoApi, Member } from '@connecto/client';
import { Ban, ShieldCheck, ShieldOff, UserMinus, Volume2, VolumeX } from 'lucide-react';
import type { Texts } from '../../texts';

/** Something that may be done to a member. */
export interface MemberDoing {
  text: string;
  icon: typeof Ban;
  danger?: boolean;
  /** Asked before it is done. */
  ask?: string;
  work: (api: ConnectoApi) => Promise<unknown>;
}

const muteMs = 3_600_000;

export function memberMenu(planetId: string, member: Member, isOwner: boolean, t: Texts): MemberDoing[] {
  const { userId, displayName, role, mutedUntil } = member;
  const isMuted = mutedUntil != null && Date.parse(mutedUntil) > Date.now();
  const set = (change: Parameters<ConnectoApi['planets']['setMember']>[2]) => (api: ConnectoApi) =>
    api.planets.setMember(planetId, userId, change);
  const ofRole: MemberDoing[] = isOwner
    ? [
        role === 'admin'
          ? { text: t.panel.makeMember, icon: ShieldOff, work: set({ role: 'member' }) }
          : { text: t.panel.makeAdmin, icon: ShieldCheck, work: set({ role: 'admin' }) },
      ]
    : [];
  return [
    ...ofRole,
    isMuted
      ? { text: t.panel.unmute, icon: Volume2, work: set({ mutedUntil: new Date(0).toISOString() }) }
      : {
          text: t.panel.mute,
          icon: VolumeX,
          work: (api) =>
            api.planets.setMember(planetId, userId, { mutedUntil: new Date(Date.now() + muteMs).toISOString() }),
        },
    {
      text: t.remove,
      icon: UserMinus,
      danger: true,
      ask: t.panel.removeAsk(displayName),
      work: (api) => api.planets.removeMember(planetId, userId),
    },
    { text: t.panel.ban, icon: Ban, danger: true, ask: t.panel.banAsk(displayName), work: set({ status: 'banned' }) },
  ];
}
