/** `settings.ts` imports the built file, which has no types and need not exist while types are checked. */
declare module '*/dist/boot.js' {
  export function boot(env: NodeJS.ProcessEnv): Record<string, unknown>;
}
