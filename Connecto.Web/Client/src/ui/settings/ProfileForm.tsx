import type { Me } from '@connecto/client';
import { useState } from 'react';
import { useAction } from '../app/useAction';
import { useChangeMe } from '../app/useMe';
import { useTexts } from '../language';
import { Avatar } from '../parts/Avatar';
import { Button } from '../parts/Button';
import { Failure } from '../parts/Failure';
import { Field } from '../parts/Field';
import { useToast } from '../parts/Toast';

export function ProfileForm({ me }: { me: Me }) {
  const t = useTexts();
  const toast = useToast();
  const change = useChangeMe();
  const [displayName, setDisplayName] = useState(me.displayName);
  const [avatarUrl, setAvatarUrl] = useState(me.avatarUrl ?? '');
  const { onSubmit, busy, failure } = useAction(async () => {
    await change({ displayName: displayName.trim(), avatarUrl: avatarUrl.trim() });
    toast(t.saved);
  });
  return (
    <form className="section-form" onSubmit={onSubmit}>
      <div className="profile-head">
        <Avatar id={me.id} name={displayName} url={me.avatarUrl} size={64} />
        <span className="card-text">
          <strong className="clip">{me.displayName}</strong>
          <span className="quiet clip">{me.email}</span>
        </span>
      </div>
      <Field label={t.displayName} required maxLength={64} value={displayName} onText={setDisplayName} />
      <Field label={t.settings.avatar} type="url" pattern="https://.*" maxLength={2_048} value={avatarUrl} onText={setAvatarUrl} />
      <Failure text={failure} />
      <Button type="submit" disabled={busy || displayName.trim() === ''}>
        {t.save}
      </Button>
    </form>
  );
}
