import { useQueryClient } from '@tanstack/react-query';
import type { Travel } from '@connecto/client';
import { useState } from 'react';
import { useApp } from '../app/AppContext';
import { useAction } from '../app/useAction';
import { useTexts } from '../language';
import { Button } from '../parts/Button';
import { Dialog } from '../parts/Dialog';
import { Failure } from '../parts/Failure';
import { Choice, Field } from '../parts/Field';
import { go } from '../route/useRoute';

/** Makes a travel, or changes one. A date that it has can be moved, but not be taken away again. */
export function TravelForm({ travel, onClose }: { travel?: Travel; onClose: () => void }) {
  const t = useTexts();
  const { api } = useApp();
  const queries = useQueryClient();
  const [title, setTitle] = useState(travel?.title ?? '');
  const [visibility, setVisibility] = useState<'public' | 'private'>(travel?.visibility ?? 'public');
  const [startsOn, setStartsOn] = useState(travel?.startsOn ?? '');
  const [endsOn, setEndsOn] = useState(travel?.endsOn ?? '');
  const { onSubmit, busy, failure } = useAction(async () => {
    const facts = {
      title: title.trim(),
      visibility,
      ...(startsOn && { startsOn }),
      ...(endsOn && { endsOn }),
    };
    const { id } = travel ? await api.travels.change(travel.id, facts) : await api.travels.create(facts);
    void queries.invalidateQueries({ queryKey: ['travels'] });
    await queries.invalidateQueries({ queryKey: ['travel', id] });
    onClose();
    go({ page: 'travels', travelId: id });
  });
  return (
    <Dialog title={travel ? t.travels.change : t.travels.create} onClose={onClose}>
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
          <Field label={t.travels.startsOn} type="date" max={endsOn || undefined} required={!!travel?.startsOn} value={startsOn} onText={setStartsOn} />
          <Field label={t.travels.endsOn} type="date" min={startsOn || undefined} required={!!travel?.endsOn} value={endsOn} onText={setEndsOn} />
        </div>
        <Failure text={failure} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" look="primary" disabled={busy || title.trim() === ''}>
            {travel ? t.save : t.create}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
