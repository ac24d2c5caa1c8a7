/** `system` follows the machine's own choice of light or dark. */
export type Theme = 'system' | 'light' | 'dark';

const key = 'connecto.theme';

export function theme(): Theme {
  const kept = localStorage.getItem(key);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function chooseTheme(chosen: Theme): void {
  localStorage.setItem(key, chosen);
  showTheme();
}

/** Before the first paint, so that nothing flashes. */
export function showTheme(): void {
  const chosen = theme();
  if (chosen === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}
