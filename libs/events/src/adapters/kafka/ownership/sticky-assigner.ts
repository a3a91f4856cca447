import type { Assigner, GroupMember, GroupMemberAssignment, PartitionAssigner } from 'kafkajs';
import { AssignerProtocol } from 'kafkajs';
import type { Member } from './sticky-assignment.js';
import { shareOut } from './sticky-assignment.js';

const NAME = 'millrace-sticky';
const VERSION = 1;

/** `owned`: what this process has now, told to the others at each join. `count`: partitions of the topic. */
export function stickyAssigner(
  topic: string,
  count: number,
  owned: () => readonly number[],
): PartitionAssigner {
  return (): Assigner => ({
    name: NAME,
    version: VERSION,
    protocol: ({ topics }) => ({
      name: NAME,
      metadata: AssignerProtocol.MemberMetadata.encode({
        version: VERSION,
        topics,
        userData: Buffer.from(JSON.stringify(owned())),
      }),
    }),
    assign: ({ members }) => {
      const shares = shareOut(members.map(memberOf), count);
      return Promise.resolve(
        [...shares].map(([memberId, partitions]): GroupMemberAssignment => ({
          memberId,
          memberAssignment: AssignerProtocol.MemberAssignment.encode({
            version: VERSION,
            assignment: { [topic]: [...partitions] },
            userData: Buffer.alloc(0),
          }),
        })),
      );
    },
  });
}

function memberOf({ memberId, memberMetadata }: GroupMember): Member {
  const text = AssignerProtocol.MemberMetadata.decode(memberMetadata)?.userData.toString('utf8');
  return { id: memberId, owned: parseOwned(text) };
}

/** What another process says is not to be trusted: nonsense counts as nothing owned. */
function parseOwned(text: string | undefined): readonly number[] {
  try {
    const said: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(said) ? said.filter((one): one is number => Number.isInteger(one)) : [];
  } catch {
    return [];
  }
}
