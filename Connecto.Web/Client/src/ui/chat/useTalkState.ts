import type { PlanetState } from '@connecto/client';
import { useCell } from '../useCell';
import { useTalk } from './TalkContext';

/** What is known of the open planet, followed as it changes. */
export const useTalkState = (): PlanetState => useCell(useTalk().channel.state);
