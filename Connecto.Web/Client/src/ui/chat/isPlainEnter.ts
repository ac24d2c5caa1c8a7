import type { KeyboardEvent } from 'react';

/** Enter that ends a composition (Hangul, kana) belongs to the input method; Safari tells it by its key code only. */
export const isPlainEnter = (event: KeyboardEvent): boolean =>
  event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing && event.keyCode !== 229;
