import { useLanguage } from '../../ui/language';
import type { Language } from '../../ui/texts';
import { en, type AdminTexts } from './en';
import { ko } from './ko';

export type { AdminTexts };
/** A text that one of them lacks does not compile. */
export const adminTexts: Record<Language, AdminTexts> = { ko, en };

export const useAdminTexts = (): AdminTexts => adminTexts[useLanguage().language];
