/** Notifications of the browser, while the page is out of sight. */

const key = 'connecto.notifications';

export const areWanted = (): boolean =>
  'Notification' in window && Notification.permission === 'granted' && localStorage.getItem(key) === 'on';

/** Asks for permission where that is needed; false where they are off now. */
export async function want(wanted: boolean): Promise<boolean> {
  const granted = wanted && (await Notification.requestPermission()) === 'granted';
  localStorage.setItem(key, granted ? 'on' : 'off');
  return granted;
}

/** One for each of what it tells of; a press brings the page back and goes there. */
export function show(title: string, { body, tag, onPress }: { body?: string; tag: string; onPress: () => void }): void {
  if (!areWanted() || document.visibilityState === 'visible') return;
  try {
    const notification = new Notification(title, { body, tag, icon: '/icon-192.png' });
    notification.onclick = () => {
      window.focus();
      onPress();
      notification.close();
    };
  } catch {
    // Some phones let only a service worker show them.
  }
}
