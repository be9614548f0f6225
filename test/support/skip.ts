import { spawnSync } from 'node:child_process';

/** Mocha's `it`, or its skipping form that names what is missing, so that a skip is never silent. */
export type Test = (title: string, run: Mocha.AsyncFunc) => void;

/** For tests that talk to a foreign program. The command must answer with success, as `python3 -c "import pymodbus"` does. */
export function skipWithout(command: readonly [string, ...string[]], debianPackage: string): Test {
  const [program, ...args] = command;
  const found = spawnSync(program, args, { stdio: 'ignore' });
  return skipUnless(found.error === undefined && found.status === 0, `the Debian package ${debianPackage}`);
}

/** For tests that need something of the machine, such as root. */
export function skipUnless(present: boolean, what: string): Test {
  return (title, run) => {
    if (present) it(title, run);
    else it.skip(`${title} [needs ${what}]`, run);
  };
}
