/**
 * Joins the soft line breaks of format=flowed text (RFC 3676), quoted lines only with lines of the
 * same depth. A signature's "-- " is never joined.
 */
export function unflowText(text: string, deleteSpace: boolean): string {
  const out: string[] = [];
  let open = false;
  let openDepth = 0;
  for (const line of text.split('\n')) {
    const depth = quoteDepth(line);
    let content = line.slice(depth);
    if (content.startsWith(' ')) content = content.slice(1);
    const separator = content === '-- ';
    const flows = content.endsWith(' ') && !separator;
    const kept = flows && deleteSpace ? content.slice(0, -1) : content;
    if (open && depth === openDepth && !separator) out.push(kept);
    else {
      if (out.length > 0) out.push('\n');
      out.push(depth > 0 ? `${'>'.repeat(depth)} ${kept}` : kept);
      if (out.length === 1 && out[0] === '') out.push('');
    }
    open = flows;
    openDepth = depth;
  }
  return out.join('');
}

function quoteDepth(line: string): number {
  let depth = 0;
  while (line.charCodeAt(depth) === 62) depth += 1;
  return depth;
}
