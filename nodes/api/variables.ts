import {
  choiceVariable,
  integerVariable,
  listVariable,
  type RateLimit,
  textVariable,
  type Variable,
  type Variables,
} from '../kernel/index.ts';

const port = { min: 0, max: 65_535 };

/** The environment that the front door reads. */
export const frontDoorVariables = {
  HOST: textVariable({
    doc: 'Address to listen on. Anything but a loopback address needs production mode.',
    default: '127.0.0.1',
  }),
  PORT: integerVariable({ doc: 'Port of all doors: API, documentation, editor.', default: 8000, ...port }),
  EXTRA_PORTS: listVariable(integerVariable({ doc: '', default: 0, ...port }), {
    doc: 'Further ports that serve the same doors.',
    default: [],
    shownDefault: 'none',
  }),
  BUSBAR_MODE: choiceVariable(['development', 'production'], {
    doc: 'development lets a missing key pass and listens on loopback only; production needs a key.',
    default: 'development',
  }),
  PUBLIC_HOSTS: listVariable(textVariable({ doc: '', default: '' }), {
    doc: 'Names, without a port, under which clients reach the gateway; loopback names are always allowed.',
    default: [],
    shownDefault: 'none',
  }),
  DASHBOARD_API_KEY: textVariable({
    doc: 'A further key with all scopes. It never opens the editor.',
    default: '',
    shownDefault: 'none',
    minLength: 16,
    secret: true,
  }),
  MAX_CONNECTIONS: integerVariable({
    doc: 'Open connections; further ones are dropped.',
    default: 1024,
    min: 1,
    max: 65_535,
  }),
  RATE_LIMIT_ANON: rateLimitVariable({ perMinute: 60, burst: 100 }, 'a key of role anon'),
  RATE_LIMIT_AUTH: rateLimitVariable({ perMinute: 300, burst: 500 }, 'a key of role auth'),
  RATE_LIMIT_SERVICE: rateLimitVariable(
    { perMinute: 1000, burst: 2000 },
    'a key of role service, and of each address on public paths or without a key in development mode',
  ),
  RATE_LIMIT_FAILURES: rateLimitVariable(
    { perMinute: 30, burst: 60 },
    'an address or key prefix whose key is missing or wrong',
  ),
} satisfies Variables;

function rateLimitVariable(limit: RateLimit, whose: string): Variable<RateLimit> {
  return {
    doc: `Requests of ${whose}: a minute, and at once.`,
    default: limit,
    shownDefault: `${limit.perMinute}/${limit.burst}`,
    expected: 'two whole numbers above 0, requests a minute and at once, as 60/100',
    parse(text) {
      const [, perMinute, burst] = /^([1-9]\d{0,8})\/([1-9]\d{0,8})$/.exec(text) ?? [];
      if (perMinute === undefined) throw new RangeError('not valid');
      return { perMinute: Number(perMinute), burst: Number(burst) };
    },
  };
}
