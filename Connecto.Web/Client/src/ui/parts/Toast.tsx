import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react';
import { Button } from './Button';

interface Toast {
  id: number;
  text: string;
  action?: { text: string; onChoose: () => void };
}

type Show = (text: string, action?: Toast['action']) => void;

const shownMs = 6_000;
const ToastContext = createContext<Show>(() => undefined);

/** Shows a short text for some seconds, with something to do about it where there is. */
export const useToast = (): Show => useContext(ToastContext);

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const count = useRef(0);

  const remove = (id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id));
  const show = useCallback<Show>((text, action) => {
    const id = ++count.current;
    setToasts((shown) => [...shown.slice(-2), { id, text, action }]);
    setTimeout(() => remove(id), shownMs);
  }, []);

  return (
    <ToastContext value={show}>
      {children}
      <div className="toasts" role="status">
        {toasts.map(({ id, text, action }) => (
          <div key={id} className="toast">
            {text}
            {action && (
              <Button
                onClick={() => {
                  remove(id);
                  action.onChoose();
                }}
              >
                {action.text}
              </Button>
            )}
          </div>
        ))}
      </div>
    </ToastContext>
  );
}
