/** Text as code. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** A table; what would end a cell or a row is made harmless. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cellOf).join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}

export function codeBlock(language: string, text: string): string {
  return ['```' + language, text.trimEnd(), '```'].join('\n');
}

/** A whole page: its title, who makes it, its parts. */
export function page(title: string, parts: readonly string[]): string {
  const note = '<!-- Made by `npm run docs`. Change what it is made from, not this page. -->';
  return [note, `# ${title}`, ...parts, ''].join('\n\n');
}

/** A sentence: begins with a capital, ends with a full stop. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  const end = /[.!?…]$/.test(trimmed) ? '' : '.';
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${end}`;
}

function cellOf(text: string): string {
  return text.replaceAll('\n', ' ').replaceAll('|', '\\|');
}
