import { type ReactNode, useState } from 'react';
import { failureText, useTexts } from '../language';
import { Button } from './Button';
import { Dialog } from './Dialog';

interface ConfirmProps {
  title: string;
  action: string;
  children: ReactNode;
  danger?: boolean;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks once before something is changed, and says when it failed. */
export function Confirm({ title, action, children, danger = false, onConfirm, onClose }: ConfirmProps) {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  const confirm = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };

  return (
    <Dialog title={title} onClose={onClose}>
      <div>{children}</div>
      {failure !== null && (
        <p role="alert" className="failure">
          {failureText(failure, t)}
        </p>
      )}
      <div className="dialog-actions">
        <Button onClick={onClose}>{t.cancel}</Button>
        <Button look={danger ? 'danger' : 'primary'} disabled={busy} onClick={() => void confirm()}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
