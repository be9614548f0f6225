import { restErrors } from '../rest-errors.ts';

/** Names of the one schema: `flux` in the contract's examples, `public` in every client's default. */
const schemas = ['public', 'flux'];

/** Refuses a profile that names another schema. Throws `PGRST106`. */
export function checkProfile(profile: string | undefined): void {
  if (profile === undefined || schemas.includes(profile)) return;
  throw restErrors.PGRST106({ value: profile, hint: `The schema ${profile} is not exposed` });
}

export function isExposedSchema(schema: string): boolean {
  return schema === '*' || schemas.includes(schema);
}
