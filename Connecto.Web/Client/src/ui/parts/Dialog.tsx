import { X } from 'lucide-react';
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { useTexts } from '../language';
import { IconButton } from './Button';

interface DialogProps {
  title: string;
  onClose: () => void;
  /** A press beside it does not close it: what it shows is not to be had again. */
  stays?: boolean;
  children: ReactNode;
}

/** A question or a form over the page; the browser's own dialog keeps the focus inside and gives it back. */
export function Dialog({ title, onClose, stays = false, children }: DialogProps) {
  const t = useTexts();
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();

  // Closed while it still stands in the page: one that is taken away open gives the focus to nobody.
  useLayoutEffect(() => {
    const dialog = element.current!;
    dialog.showModal();
    return () => dialog.close();
  }, []);

  return (
    <dialog
      ref={element}
      className="dialog"
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === event.currentTarget && !stays && onClose()}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <header>
        <h2 id={heading}>{title}</h2>
        <IconButton label={t.close} icon={X} onClick={onClose} />
      </header>
      <div className="dialog-body">{children}</div>
    </dialog>
  );
}
