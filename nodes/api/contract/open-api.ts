/** The part of OpenAPI 3.1 that the front door reads. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly servers?: readonly object[];
  readonly tags?: readonly { readonly name: string }[];
  readonly security?: readonly object[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly 'x-dialect': string;
  /** Paths whose errors speak this dialect before a route matched. */
  readonly 'x-path-prefixes': readonly string[];
}

export interface OpenApiOperation {
  readonly operationId: string;
  readonly parameters?: readonly (OpenApiParameter | Reference)[];
  readonly requestBody?: {
    readonly required?: boolean;
    readonly content: Readonly<Record<string, { readonly schema: object }>>;
  };
  readonly 'x-scope': string;
  readonly 'x-dialect': string;
  readonly 'x-served-by'?: string;
  /** Most kilobytes (1024 bytes) of a body; 64 unless given. */
  readonly 'x-max-body-kb'?: number;
  /** The query is a language of its own: its parameters are described and not checked. */
  readonly 'x-open-query'?: boolean;
}

/** `#/components/<section>/<name>` of the same document. */
export interface Reference {
  readonly $ref: string;
}

export interface OpenApiParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: object;
}
