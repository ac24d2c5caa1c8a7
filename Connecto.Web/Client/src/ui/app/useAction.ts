import { ApiError } from '@connecto/client';
import { type SubmitEvent, useRef, useState } from 'react';
import { failureText, useTexts } from '../language';

/** Something that is done by a press or a form: once at a time, and what went wrong as text. */
export function useAction(work: () => Promise<unknown>) {
  const t = useTexts();
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  const run = async () => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setFailure(null);
    try {
      await work();
    } catch (error) {
      setFailure(error);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void run();
  };
  const code = failure instanceof ApiError ? failure.code : null;
  return { run: () => void run(), onSubmit, busy, code, failure: failure === null ? null : failureText(failure, t) };
}
