/** The contract's catalogue of refusals. */
export type ErrorCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'not_member'
  | 'banned'
  | 'muted'
  | 'slow_mode'
  | 'rate_limited'
  | 'too_large'
  | 'conflict'
  | 'idempotency_mismatch'
  | 'unavailable';

export interface ErrorDetails {
  /** What is wrong with each field. */
  errors?: Record<string, string[]>;
  /** When the same call may succeed, in milliseconds from now. */
  retryAfterMs?: number;
  /** What operators find the call under. */
  traceId?: string;
}

/** What a call of the REST API or the hub failed of. `status` is that of HTTP, and 0 where the hub or nobody answered. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly errors: Record<string, string[]>;
  readonly retryAfterMs: number | null;
  readonly traceId: string | null;

  constructor(
    readonly status: number,
    /** One of {@link ErrorCode}, or what a later server says. */
    readonly code: string,
    message: string,
    { errors, retryAfterMs, traceId }: ErrorDetails = {},
  ) {
    super(message);
    this.errors = errors ?? {};
    this.retryAfterMs = retryAfterMs ?? null;
    this.traceId = traceId ?? null;
  }

  /** Whether the same call may succeed later. */
  get isPassing(): boolean {
    return this.code === 'unavailable' || this.code === 'rate_limited' || this.code === 'slow_mode';
  }

  static async from(response: Response): Promise<ApiError> {
    const problem = await problemOf(response);
    const after = Number(response.headers.get('retry-after') ?? Number.NaN);
    return new ApiError(
      response.status,
      problem.code ?? (response.status >= 500 ? 'unavailable' : 'invalid'),
      problem.detail ?? problem.title ?? response.statusText,
      { ...problem, ...(Number.isFinite(after) && { retryAfterMs: after * 1000 }) },
    );
  }

  /** Nobody answered: the server is away, or there is no network. */
  static unreachable(cause: unknown): ApiError {
    return new ApiError(0, 'unavailable', cause instanceof Error ? cause.message : String(cause));
  }
}

interface Problem {
  code?: string;
  title?: string;
  detail?: string;
  traceId?: string;
  errors?: Record<string, string[]>;
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return {};
  }
}
