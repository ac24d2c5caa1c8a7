import { useSyncExternalStore } from 'react';
import type { Cell } from '../cell';

/** The cell's value, followed as it changes. */
export const useCell = <T,>(cell: Cell<T>): T => useSyncExternalStore(cell.watch, cell.read);
