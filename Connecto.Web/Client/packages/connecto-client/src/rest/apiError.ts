/** A refusal by the server, with its code from the contract's catalogue. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  static async from(response: Response): Promise<ApiError> {
    try {
      const problem = (await response.json()) as { code?: string; title?: string; detail?: string };
      const text = problem.detail ?? problem.title ?? response.statusText;
      return new ApiError(response.status, problem.code ?? 'unavailable', text);
    } catch {
      return new ApiError(response.status, 'unavailable', response.statusText);
    }
  }
}
