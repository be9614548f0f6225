import { choice, defineNode, identityOf, questionOf } from '../kernel/index.ts';
import { directoryOf } from './directory.ts';
import { directoryAnswers } from './directory-answers.ts';
import { siteRuntime } from './registry.ts';

/** Answers what stands where: sites, blocks, equipment and sensors of the site file. */
export default defineNode({
  type: 'busbar-site-directory',
  version: 1,
  fields: {
    operation: choice(['sites', 'site', 'blocks', 'block', 'equipment', 'sensors'], { default: 'sites' }),
  },
  open({ config, status }) {
    const { sensors, blocks } = siteRuntime.get().model;
    status({ level: 'idle', text: `blocks: ${blocks.length}, sensors: ${sensors.length}` });
    return {
      input(message) {
        const directory = directoryOf(siteRuntime.get(), identityOf(message['req'])?.sites);
        return Object.assign(message, { payload: directoryAnswers[config.operation](directory, questionOf(message)) });
      },
    };
  },
});
