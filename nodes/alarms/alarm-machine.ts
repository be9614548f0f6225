import { choice, defineNode, type Message, randomId, text } from '../kernel/index.ts';
import { priorities } from './alarm.ts';
import type { AlarmNotice } from './alarm-feed.ts';
import { alarmService } from './alarm-service.ts';
import { conditionOfMessage } from './message-condition.ts';

/** Shows what the alarm machine announces, and lets a flow set conditions of its own. */
export default defineNode({
  type: 'busbar-alarm-machine',
  version: 1,
  fields: {
    block: text(),
    minPriority: choice(priorities, { default: 'P3' }),
  },
  open({ config, status, send }) {
    const alarms = alarmService.get();
    const shown = ({ alarm }: AlarmNotice): boolean =>
      (config.block === '' || alarm.block_id === config.block) &&
      priorities.indexOf(alarm.priority) <= priorities.indexOf(config.minPriority);

    const showCounts = (): void => {
      const { standing, unacknowledged } = alarms.counts();
      const level = unacknowledged > 0 ? 'error' : standing > 0 ? 'warning' : 'ok';
      status({ level, text: `${standing} standing, ${unacknowledged} unacknowledged` });
    };
    const unsubscribe = alarms.subscribe((notice) => {
      showCounts();
      if (shown(notice)) send(messageOf(notice));
    });
    showCounts();

    return {
      input(message) {
        alarms.setCondition(conditionOfMessage(message.payload));
        return undefined;
      },
      close: unsubscribe,
    };
  },
});

function messageOf(notice: AlarmNotice): Message {
  return { _msgid: randomId(), topic: notice.event, payload: notice };
}
