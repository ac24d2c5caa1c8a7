import { useState } from 'react';
import { useTexts } from '../language';
import { Switch } from '../parts/Field';
import { Failure } from '../parts/Failure';
import { areWanted, want } from '../shell/browserNotifications';

/** The browser is asked for permission when somebody switches this on, and not before. */
export function NotificationsSection() {
  const t = useTexts();
  const [on, setOn] = useState(areWanted);
  const [denied, setDenied] = useState(false);
  if (!('Notification' in window)) return <p className="quiet">{t.settings.browserDenied}</p>;
  return (
    <>
      <Switch
        label={t.settings.browser}
        hint={t.settings.browserHint}
        on={on}
        onSwitch={(wanted) => {
          void want(wanted).then((granted) => {
            setOn(granted);
            setDenied(wanted && !granted);
          });
        }}
      />
      <Failure text={denied ? t.settings.browserDenied : null} />
    </>
  );
}
