/** Adds a name to the list of a register and its import to the imports, leaving the rest as it is. */

function withImport(text, line) {
  const lines = text.split('\n');
  const source = (one) => /from '([^']+)'/.exec(one)?.[1] ?? '';
  const isImport = (one) => one.startsWith('import ');
  const after = lines.findLastIndex((one) => isImport(one) && source(one) < source(line));
  lines.splice(after === -1 ? lines.findLastIndex(isImport) + 1 : after + 1, 0, line);
  return lines.join('\n');
}

function withName(text, { list, end, name, file }) {
  const start = text.indexOf(list);
  if (start === -1) throw new Error(`${file} has no "${list}": the generator no longer knows this register.`);
  const from = start + list.length;
  const to = text.indexOf(end, from);
  const names = text.slice(from, to).trimEnd();
  const comma = names.trim() === '' || names.endsWith(',') ? '' : ',';
  return `${text.slice(0, from)}${names}${comma} ${name}${text.slice(to)}`;
}

export function addRegisterLine(text, { import: line, list, end, file }, name) {
  return withName(withImport(text, line), { list, end, name, file });
}
