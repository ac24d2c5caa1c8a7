import type { Cell } from '@connecto/client';
import { useSyncExternalStore } from 'react';

/** The cell's value, followed as it changes. */
export const useCell = <T,>(cell: Cell<T>): T => useSyncExternalStore(cell.watch, cell.read);
