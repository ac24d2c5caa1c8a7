import { ApiError } from '@connecto/client';
import { QueryClient } from '@tanstack/react-query';

/** Lists are read anew when somebody comes back to them; only what may pass is tried again. */
export const newQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 20_000,
        retry: (failures, error) => failures < 2 && error instanceof ApiError && error.code === 'unavailable',
      },
      mutations: { retry: false },
    },
  });
