import { useEffect, useRef, useState } from 'react';
import { useDebounced } from '../../ui/app/useDebounced';
import { goTo } from '../../ui/route/useRoute';
import { placePath } from '../route';

/** Words of a search that stand in the page's address: what is typed comes there, and what comes there is in the field. */
export function useWords(page: 'planets' | 'users', q: string) {
  const [text, setText] = useState(q);
  const words = useDebounced(text.trim(), 250);
  const put = useRef(q);
  useEffect(() => {
    if (words === put.current) return;
    put.current = words;
    goTo(placePath({ page, q: words }), { replace: true });
  }, [page, words]);
  useEffect(() => {
    if (q === put.current) return;
    put.current = q;
    setText(q);
  }, [q]);
  return { text, setText, words };
}
