import type { Member } from '@connecto/client';
import { useQueryClient } from '@tanstack/react-query';
import { MoreVertical, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useApp } from '../../app/AppContext';
import { usePages } from '../../app/usePages';
import { failureText, useTexts } from '../../language';
import { Button, IconButton } from '../../parts/Button';
import { Confirm } from '../../parts/Confirm';
import { SearchField } from '../../parts/Field';
import { Listing } from '../../parts/Listing';
import { Menu } from '../../parts/Menu';
import { useToast } from '../../parts/Toast';
import { useTalkState } from '../useTalkState';
import { InviteDialog } from './InviteDialog';
import { memberMenu, type MemberDoing } from './memberMenu';
import { PersonRow } from './PersonRow';

export function MembersPanel() {
  const t = useTexts();
  const toast = useToast();
  const { api, meId } = useApp();
  const queries = useQueryClient();
  const { planetId, planet, role } = useTalkState();
  const [filter, setFilter] = useState('');
  const [inviting, setInviting] = useState(false);
  const [open, setOpen] = useState<{ member: Member; anchor: Element } | null>(null);
  const [asking, setAsking] = useState<MemberDoing | null>(null);
  const key = ['members of', planetId, planet?.memberCount];
  const query = usePages(key, (page) => api.planets.members(planetId, page));
  const wanted = filter.trim().toLocaleLowerCase();

  const act = async (doing: MemberDoing) => {
    await doing.work(api);
    await queries.invalidateQueries({ queryKey: ['members of', planetId] });
  };
  const choose = (doing: MemberDoing) => {
    if (doing.ask) setAsking(doing);
    else act(doing).catch((error) => toast(failureText(error, t)));
  };

  return (
    <>
      {planet?.kind !== 'direct' && (
        <Button wide icon={UserPlus} onClick={() => setInviting(true)}>
          {t.panel.invite}
        </Button>
      )}
      <SearchField label={t.panel.filterMembers} value={filter} onText={setFilter} />
      <Listing query={query} empty={null}>
        {(member) =>
          member.status === 'active' && member.displayName.toLocaleLowerCase().includes(wanted) ? (
            <PersonRow
              key={member.userId}
              userId={member.userId}
              name={member.displayName}
              about={member.role === 'member' ? (member.userId === meId ? t.you : null) : t.panel[member.role]}
            >
              {member.userId !== meId && (role === 'owner' || (role === 'admin' && member.role === 'member')) && (
                <IconButton
                  label={`${t.more}: ${member.displayName}`}
                  icon={MoreVertical}
                  onClick={(event) => setOpen({ member, anchor: event.currentTarget })}
                />
              )}
            </PersonRow>
          ) : null
        }
      </Listing>
      {open && (
        <Menu
          anchor={open.anchor}
          label={open.member.displayName}
          items={memberMenu(planetId, open.member, role === 'owner', t).map((doing) => ({
            ...doing,
            onChoose: () => choose(doing),
          }))}
          onClose={() => setOpen(null)}
        />
      )}
      {asking && (
        <Confirm
          title={asking.text}
          action={asking.text}
          danger
          onConfirm={() => act(asking)}
          onClose={() => setAsking(null)}
        >
          {asking.ask}
        </Confirm>
      )}
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  );
}
