import type { Invariant } from '../invariant.js';

/** What the API shows is what the log gives. */
export const readModelFolds: Invariant = {
  name: 'I8',
  promise: 'The rows of the read model are those that the log gives, up to where the read model stands.',
  needs: 'readModel',
  watch: ({ violated, readModel }) => {
    if (!readModel) return {};
    return {
      finished: async () => {
        for await (const { sentence, ...where } of readModel.differences()) violated(where, sentence);
      },
    };
  },
};
