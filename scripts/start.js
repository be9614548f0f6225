// JavaScript on purpose: a Node that is too old could not even read the TypeScript that starts the gateway.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(`Busbar needs Node 24, this is ${process.version}. "npm ci" brings it along and "npm start" uses it.`);
  process.exit(1);
}

await import('./start.ts');
