export const scopes = ['read', 'write', 'alarms', 'dispatch', 'admin'] as const;
export type Scope = (typeof scopes)[number];

export const roles = ['anon', 'auth', 'service'] as const;
export type Role = (typeof roles)[number];

/** What a key of a role may do unless it was made with fewer scopes. */
export const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = {
  anon: ['read'],
  auth: ['read', 'write', 'alarms'],
  service: scopes,
};
