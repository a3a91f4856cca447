/** What the schemas of a workflow file do not say. Source: the checks and the evaluator in libs/dag, the worker. */

export const FILE_RULES = `A definition is one document in YAML 1.2 or JSON, UTF-8, at most 1 MiB, 100 aliases, 64 levels and 10 000 tasks. Unknown keys are errors with a "did you mean"; keys that begin with \`x-\` are allowed and kept. \`__proto__\`, \`constructor\` and \`prototype\` are refused as any name. What is marked **not yet supported** is read and then refused with \`NOT_YET_SUPPORTED\` and its place; nothing is ignored.

Durations are written \`250ms 30s 5m 2h 1d\` and sums (\`1h30m\`); a bare number is an error that says so.

Publishing another content makes the next version (1, 2, …); publishing the same content gives the present one. A start without a version takes the newest.`;

export const RULES = `A need is settled when its task run has ended. It has succeeded when the task run is \`succeeded\`, or \`failed\` with \`allowFailure\`; it has failed when it is \`failed\`, \`killed\` or \`upstream-failed\`; it is skipped when it is \`skipped\`, or when its branch was not chosen. Without needs every rule runs at once, but \`one-success\`, \`one-failed\` and \`all-failed\` without needs are errors.`;

export const ENDING = `**Branches.** The lists of a \`switch\` or \`conditions\` task name direct successors only. A named successor that was not chosen sees that task as a skipped need; another path may still reach it. A direct successor that no list names is always chosen.

**Handled failures.** A \`conditions\` task always has the rule \`all-done\`. A final \`failed\` or \`killed\` task run is handled when it has direct successors, all of them are \`conditions\` tasks, and all of them ran.

**The end of the run.** \`failed\` when a task run ended \`failed\` (not allowed), \`killed\` or \`upstream-failed\` and is not handled; \`stopped\` when the run itself was stopped; else \`succeeded\`, also when everything was skipped.

**Ending early.** After the first unhandled final failure under \`failureStrategy: end\`, or after the time-out of the run, the run is \`failing\`; when a person stops it, it is \`stopping\`. What no worker has ends as \`skipped\` with the reason \`run-ending\`, what runs is killed. While the run is \`failing\`, tasks with \`runIf: always\` still start when their needs are settled; nothing else does.

**Pausing.** While a run is \`pausing\` what runs goes on and nothing more starts; it is \`paused\` when nothing runs, and its time-out stands still. Retries and delays that fall due meanwhile become ready and wait.`;

export const EXPRESSIONS = `\`\${{ … }}\` may stand in \`env\`, in the default of a parameter, and in a task type's own keys but code. \`if\`, \`cases[].if\` and \`when\` are expressions themselves. The language is CEL: typed, without loops, bounded in work. Text that is exactly one \`\${{ … }}\` keeps the type of its value; inside longer text the value is formatted. A literal \`\${{\` is written \`$\${{\`. In \`script\` an expression is an error that prints the \`env\` line to write instead: values reach code as data.

| name | what |
| --- | --- |
| \`params.x\` | a parameter; a default may use the parameters before it |
| \`run.id\` \`run.round\` \`run.trigger\` \`run.labels\` | of this run |
| \`run.logicalDate\` \`run.startTime\` \`run.scheduledTime\` | datetimes: the time the run is for, its start, its planned time (null: none) |
| \`tasks.a.outputs.k\` \`tasks.a.state\` \`tasks.a.attempt\` | of tasks that run before this one; a name with a hyphen is \`tasks['no-data']\` |

Functions: \`int double string bool dyn size has\`, \`all exists exists_one map filter\`, \`contains startsWith endsWith matches\` (RE2), \`date datetime duration\`, \`plusDays minusDays\` and the same with \`Years Months Weeks Hours Minutes Seconds Millis\`, \`year month day hour minute second dayOfWeek\`, \`startOf endOf format inZone toDate\`. Dates are calculated in the zone of the value. \`integer\` is a 64-bit integer, \`number\` a double; \`int(text)\` refuses all but digits with a sign.

\`secrets\`, \`event\`, \`shard\`, \`project\`, \`ds()\` and \`raw()\` are **not yet supported**.

A value as text: integer decimal; number in its shortest form; \`true\`, \`false\`; date \`2026-11-20\`; datetime ISO 8601 with offset; duration \`PT90S\`; list and map JSON; null is empty text, and in \`env\` the variable is unset.`;

export const SCRIPTS = `A script has the variables \`MILLRACE_RUN_ID MILLRACE_PROJECT MILLRACE_WORKFLOW MILLRACE_TASK MILLRACE_ATTEMPT MILLRACE_LOGICAL_DATE MILLRACE_DEADLINE\`, \`MILLRACE_IDEMPOTENCY_KEY\` (the same over all attempts), \`MILLRACE_FENCING_TOKEN\` (a number that grows with every attempt), \`MILLRACE_OUTPUT\` (the file to write outputs to), \`MILLRACE_INPUTS\` (a JSON file with what its expressions refer to), its own \`env\`, and of the worker's environment \`PATH HOME LANG TZ TMPDIR\`, nothing else. It runs in a work folder of its own, which is removed afterwards (kept after a failure with \`--keep-failed\`).

Outputs are lines in \`$MILLRACE_OUTPUT\`: \`name=text\`, \`name:=json\`, or \`name<<END\` … \`END\`. At most 64 KiB an attempt and 8 MiB a run; the inputs of one dispatch at most 512 KiB.

A time-out or a kill sends TERM to the process group and, 10 s later, KILL. Exit code 0 is success; the last 20 lines of the log stand in a failure.`;
