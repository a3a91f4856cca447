import { Fingerprints } from '../fingerprints.js';
import { keyOf } from '../beside/answers.js';
import type { Invariant } from '../invariant.js';

/** Who is told that a command is taken finds it in the log. */
export const durableAnswers: Invariant = {
  name: 'I15',
  promise: 'A command whose sender was told that it is taken is decided in the log.',
  needs: 'answers',
  atRest: true,
  watch: ({ violated, answers }) => {
    if (!answers) return {};
    const decided = new Fingerprints();
    return {
      record: ({ record: { cause } }) => {
        const { source, id } = cause;
        if (source !== undefined && id !== undefined && answers.has(source, id))
          decided.add(keyOf({ source, id }));
      },
      logEnded: () => {
        for (const { source, id } of answers.commands()) {
          if (decided.has(keyOf({ source, id }))) continue;
          violated({}, `The command ${id} of ${source} was answered as taken, but no record decides it.`);
        }
      },
    };
  },
};
