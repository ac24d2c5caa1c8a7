import { useState } from 'react';
import { useApp } from '../app/AppContext';
import { useAction } from '../app/useAction';
import { useTexts } from '../language';
import { Button } from '../parts/Button';
import { Dialog } from '../parts/Dialog';
import { Failure } from '../parts/Failure';
import { Field } from '../parts/Field';
import { go } from '../route/useRoute';

interface NewPlanetProps {
  travelId: string;
  onClose: () => void;
  onMade: () => Promise<void>;
}

export function NewPlanet({ travelId, onClose, onMade }: NewPlanetProps) {
  const t = useTexts();
  const { api } = useApp();
  const [name, setName] = useState('');
  const { onSubmit, busy, failure } = useAction(async () => {
    const planet = await api.travels.createPlanet(travelId, name.trim());
    void onMade();
    onClose();
    go({ page: 'chats', planetId: planet.id });
  });
  return (
    <Dialog title={t.travels.newPlanet} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        <Field label={t.travels.planetName} required maxLength={100} autoFocus value={name} onText={setName} />
        <Failure text={failure} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" look="primary" disabled={busy || name.trim() === ''}>
            {t.create}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
