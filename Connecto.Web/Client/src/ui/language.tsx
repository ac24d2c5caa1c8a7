import { ApiError } from '@connecto/client';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { type Language, languages, type Texts, texts } from './texts';

const key = 'connecto.language';

interface Choice {
  language: Language;
  choose: (language: Language) => void;
}

const LanguageContext = createContext<Choice>({ language: 'en', choose: () => undefined });

export const useLanguage = (): Choice => useContext(LanguageContext);

export const useTexts = (): Texts => texts[useLanguage().language];

/** Takes the language chosen before, else the browser's. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(preferred);

  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const choice = useMemo(() => {
    const choose = (chosen: Language) => {
      localStorage.setItem(key, chosen);
      setLanguage(chosen);
    };
    return { language, choose };
  }, [language]);
  return <LanguageContext value={choice}>{children}</LanguageContext>;
}

function preferred(): Language {
  const chosen = localStorage.getItem(key);
  if (chosen && chosen in languages) return chosen as Language;
  return navigator.language.startsWith('ko') ? 'ko' : 'en';
}

/** What a failed call is told as. */
export function failureText(error: unknown, t: Texts): string {
  return codeText(error instanceof ApiError ? error.code : 'unavailable', t);
}

export const codeText = (code: string, t: Texts): string =>
  code in t.failures ? t.failures[code as keyof Texts['failures']] : t.failures.unavailable;

export function LanguageSwitch() {
  const { language, choose } = useLanguage();
  const t = useTexts();
  return (
    <select
      className="input language"
      aria-label={t.language}
      value={language}
      onChange={(event) => choose(event.target.value as Language)}
    >
      {Object.entries(languages).map(([code, name]) => (
        <option key={code} value={code} lang={code}>
          {name}
        </option>
      ))}
    </select>
  );
}
