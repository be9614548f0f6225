/** Express 4 as it comes, with a route that answers and one that reads JSON. Argument: port. */
import express from 'express';
import { healthBody } from './health-body.ts';

const app = express();
app.get('/health', (_request, response) => {
  response.type('json').send(healthBody());
});
app.post('/ticket', express.json(), (request, response) => {
  response.json({ ticket: (request.body as { path: string }).path, expires_at: new Date().toISOString() });
});
app.listen(Number(process.argv[2]), '127.0.0.1');
