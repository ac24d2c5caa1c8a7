import { en, type Texts } from './en';
import { ko } from './ko';

export type { Texts };
export const languages = { ko: '한국어', en: 'English' } as const;
export type Language = keyof typeof languages;
/** A text that one of them lacks does not compile. */
export const texts: Record<Language, Texts> = { ko, en };
