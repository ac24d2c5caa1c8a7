import { type SubmitEvent, useState } from 'react';
import { failureText, useTexts } from './language';

/** A form's submission: one at a time, and what went wrong as text. */
export function useSubmit(submit: () => Promise<void>) {
  const t = useTexts();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      await submit();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return { onSubmit, busy, failure: failure === null ? null : failureText(failure, t) };
}
