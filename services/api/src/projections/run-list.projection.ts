import type { RunStartedData } from '@millrace/dag';
import type { RunRow } from '@millrace/persistence';
import type { Projection, Recorded } from './projection.js';

/** The run itself: what it is, where it stands, how it ended. */
export const runList: Projection = {
  name: 'run-list',
  on: {
    RunStarted: (view, data, recorded) => view.begin(newRun(data, recorded)),
    RunPauseRequested: ({ run }, { reason }) => {
      run.state = 'pausing';
      run.reason = reason ?? null;
    },
    RunPaused: ({ run }) => {
      run.state = 'paused';
    },
    RunResumed: ({ run }) => {
      run.state = 'running';
      run.reason = null;
    },
    RunFailureDeclared: ({ run }, { task, because }) => {
      run.state = 'failing';
      run.because = task ?? because;
    },
    RunStopRequested: ({ run }, { reason }) => {
      run.state = 'stopping';
      run.reason = reason ?? null;
    },
    RunSucceeded: ({ run }, _data, { at }) => end(run, 'succeeded', at),
    RunFailed: ({ run }, { because }, { at }) => {
      run.because = because;
      end(run, 'failed', at);
    },
    RunStopped: ({ run }, _data, { at }) => end(run, 'stopped', at),
  },
};

function end(run: RunRow, state: RunRow['state'], at: number): void {
  run.state = state;
  run.endedAt = at;
}

function newRun(data: RunStartedData, { at, partition, offset }: Recorded): RunRow {
  const [logicalDate, logicalZone] = data.logicalDate;
  return {
    id: data.run,
    project: data.project,
    workflow: data.workflow,
    version: data.version,
    definition: data.definition,
    state: 'running',
    round: 1,
    params: data.params,
    labels: data.labels,
    trigger: data.trigger,
    priority: data.priority,
    logicalDate,
    logicalZone,
    startedAt: at,
    endedAt: null,
    because: null,
    reason: null,
    counts: {},
    partition,
    firstOffset: offset,
    lastOffset: offset,
  };
}
