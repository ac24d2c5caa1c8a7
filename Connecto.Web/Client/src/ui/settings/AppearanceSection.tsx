import { useState } from 'react';
import { useChangeMe } from '../app/useMe';
import { useLanguage, useTexts } from '../language';
import { Choice } from '../parts/Field';
import { type Language, languages } from '../texts';
import { chooseTheme, theme } from '../theme';

export function AppearanceSection() {
  const t = useTexts();
  const { language, choose } = useLanguage();
  const [chosen, setChosen] = useState(theme);
  const change = useChangeMe();
  return (
    <div className="two">
      <Choice
        label={t.language}
        value={language}
        options={Object.entries(languages) as [Language, string][]}
        onChoice={(next) => {
          choose(next);
          // What is shown here does not wait for the server; it is for what is sent to the user.
          change({ language: next }).catch(() => undefined);
        }}
      />
      <Choice
        label={t.settings.theme}
        value={chosen}
        options={[
          ['system', t.settings.system],
          ['light', t.settings.light],
          ['dark', t.settings.dark],
        ]}
        onChoice={(next) => {
          chooseTheme(next);
          setChosen(next);
        }}
      />
    </div>
  );
}
