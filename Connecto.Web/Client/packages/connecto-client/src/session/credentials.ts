/** In whose name calls are made. */
export interface Credentials {
  /** Where the server is, without a slash at the end; '' for the page's own. */
  readonly origin: string;
  /** Null while nobody is logged in. */
  readonly userId: string | null;
  /** A valid access token: another one than `refused`, which the server did not take. */
  accessToken(refused?: string): Promise<string>;
}

/** A token that was handed out for long, as `POST admin/tokens` does for bots. */
export class FixedToken implements Credentials {
  constructor(
    readonly origin: string,
    readonly userId: string,
    private readonly token: string,
  ) {}

  accessToken = async (): Promise<string> => this.token;
}
