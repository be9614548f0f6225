import type { HttpRequest, HttpResponse } from '../../kernel/index.ts';
import type { ContractFile } from '../contract/contract-files.ts';
import { type Page, textPage } from './page.ts';

interface StartPageOptions {
  readonly files: readonly ContractFile[];
  /** Null while the editor is closed. */
  readonly editorPath: string | null;
  readonly version: string;
}

interface Link {
  readonly path: string;
  readonly text: string;
}

const startPath = '/ui/';

/** The page for people, with and without the slash at the end of its path. */
export function startPages(options: StartPageOptions): readonly [string, Page][] {
  const page = textPage('text/html', () => startPage(options));
  return [
    [startPath, page],
    ['/ui', page],
  ];
}

/** A person who typed the gateway's address; a program does not ask for HTML. */
export function isBrowserAtRoot({ method, path, headers: { accept = '' } }: HttpRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && path === '/' && accept.includes('text/html');
}

export function sendToStartPage(response: HttpResponse): void {
  response.statusCode = 302;
  response.setHeader('Location', startPath);
  response.setHeader('Vary', 'Accept');
  response.end();
}

const state: readonly Link[] = [
  { path: '/health', text: 'Health of the gateway' },
  { path: '/api/v1/health', text: 'Health of the platform and its jobs' },
  { path: '/metrics', text: 'Metrics for Prometheus' },
];

const examples: readonly Link[] = [
  { path: '/api/v1/machines', text: 'All machines' },
  { path: '/api/v1/sankey/factories', text: 'Factories' },
  { path: '/api/v1/anomaly/active', text: 'Anomalies that nobody has resolved' },
  { path: '/api/v1/model-performance/alerts/active', text: 'Models that do worse than they should' },
  { path: '/api/v1/scheduler/status', text: 'What the gateway does by itself, and when' },
  { path: '/api/v1/alarms', text: 'Alarms' },
  { path: '/api/v1/status', text: 'The battery now' },
  { path: '/api/servers/summary', text: 'The servers' },
];

function startPage({ files, editorPath, version }: StartPageOptions): string {
  const editor = editorPath === null ? [] : [{ path: `${editorPath}/`, text: 'Editor of the flows' }];
  const documents = files.map(({ name, document: { info } }) => ({
    path: `/redoc?contract=${name}`,
    text: String(info['title']),
  }));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Busbar</title>
<link rel="icon" href="data:,">
<style>
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color-scheme: light dark }
main { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 0 2rem }
ul { padding: 0; list-style: none }
code { display: block; font-size: .85rem; opacity: .7 }
</style>
</head>
<body>
<h1>Busbar <small>${version}</small></h1>
<p>A key, where one is needed, is asked for at <a href="/docs">Try it out</a>; the address bar cannot send one.</p>
<main>
${section('Use', [{ path: '/docs', text: 'Try it out' }, { path: '/redoc', text: 'All operations, to read' }, ...editor])}
${section('State', state)}
${section('Examples', examples)}
${section('Contracts', documents)}
</main>
</body>
</html>
`;
}

function section(title: string, links: readonly Link[]): string {
  const items = links.map(({ path, text }) => `<li><a href="${path}">${text}</a><code>${path}</code></li>`);
  return `<section>\n<h2>${title}</h2>\n<ul>\n${items.join('\n')}\n</ul>\n</section>`;
}
