/** A request to the tables, freed of everything that HTTP servers add. */
export interface RestRequest {
  /** The text behind the question mark. */
  readonly search: string;
  readonly body: unknown;
  readonly accept?: string | undefined;
  readonly prefer?: string | undefined;
  readonly range?: string | undefined;
  /** `Accept-Profile` of a read, `Content-Profile` of a write. */
  readonly profile?: string | undefined;
}

/** What the client gets. */
export interface RestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
