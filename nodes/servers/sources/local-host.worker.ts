import { serveWorker } from '../../kernel/index.ts';
import { countFiles, type CountBounds } from './count-files.ts';
import { localReading } from './local-readings.ts';

serveWorker({
  read: () => localReading(),
  count: ({ directory, bounds }: { directory: string; bounds: CountBounds }) => countFiles(directory, bounds),
});
