import type { Message } from '../../kernel/index.ts';
import type { Access } from '../access/access.ts';
import type { Interest, Labels } from './interest.ts';
import type { PathParameters } from './path-pattern.ts';

/** What a client asked for when it opened a feed. */
export interface FeedRequest {
  readonly parameters: PathParameters;
  readonly query: URLSearchParams;
  readonly access: Access;
}

export interface FeedMessage {
  /** What the client reads, as text. */
  readonly text: string;
  readonly labels: Labels;
  /** Id of the one client that it is for; left out, all that want its labels. */
  readonly client?: string;
}

/** What a feed is about: how its clients choose, and what a flow's message becomes. */
export interface FeedKind {
  /** Parameters that the path may name; null for any. */
  readonly pathParameters: readonly string[] | null;
  /** Clients may send bytes, too. */
  readonly hearsBytes?: true;
  /** Throws what refuses the client: `unknown_in_site`, `invalid_filter` or `site_bound_key`. */
  interestOf(request: FeedRequest): Interest;
  /** `clients` is how many the feed has now. Throws `bad_feed_message`. */
  messagesOf(message: Message, clients?: number): readonly FeedMessage[];
}
