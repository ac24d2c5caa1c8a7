import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApp } from '../app/AppContext';
import { useAction } from '../app/useAction';
import { useTexts } from '../language';
import { Button } from '../parts/Button';
import { Dialog } from '../parts/Dialog';
import { Failure } from '../parts/Failure';
import { Choice, Field } from '../parts/Field';
import { go } from '../route/useRoute';

export function NewTravel({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const { api } = useApp();
  const queries = useQueryClient();
  const [title, setTitle] = useState('');
  const [visibility, setVisibility] = useState<'public' | 'private'>('public');
  const [startsOn, setStartsOn] = useState('');
  const [endsOn, setEndsOn] = useState('');
  const { onSubmit, busy, failure } = useAction(async () => {
    const travel = await api.travels.create({
      title: title.trim(),
      visibility,
      ...(startsOn && { startsOn }),
      ...(endsOn && { endsOn }),
    });
    void queries.invalidateQueries({ queryKey: ['travels'] });
    onClose();
    go({ page: 'travels', travelId: travel.id });
  });
  return (
    <Dialog title={t.travels.create} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        <Field label={t.travels.title} required maxLength={100} autoFocus value={title} onText={setTitle} />
        <Choice
          label={t.travels.visibility}
          value={visibility}
          options={[
            ['public', t.travels.public],
            ['private', t.travels.private],
          ]}
          onChoice={setVisibility}
        />
        <div className="two">
          <Field label={t.travels.startsOn} type="date" max={endsOn || undefined} value={startsOn} onText={setStartsOn} />
          <Field label={t.travels.endsOn} type="date" min={startsOn || undefined} value={endsOn} onText={setEndsOn} />
        </div>
        <Failure text={failure} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" look="primary" disabled={busy || title.trim() === ''}>
            {t.create}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
