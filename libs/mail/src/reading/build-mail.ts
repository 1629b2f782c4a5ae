// Test support: says a mail the way its situation is told, and writes it as its client would.
import { clients, type Client } from './mail-clients.js';

interface Part {
  type: string;
  disposition?: string;
  content: Buffer | string;
}

/** A reply of a parent to a letter of ours, to be varied. */
export function aReply(): MailBuilder {
  return new MailBuilder();
}

export class MailBuilder {
  readonly #fields = new Map<string, string>([
    ['From', 'Ann Parent <ann@example.org>'],
    ['To', 'reply+k3y@reply.example.org'],
    ['Subject', 'Re: Joining the trust'],
    ['Message-ID', '<reply-1@example.org>'],
    ['In-Reply-To', '<letter-1@assent.example.org>'],
    ['MIME-Version', '1.0'],
  ]);
  #text = '';
  #html: string | undefined;
  #textType = 'text/plain; charset=utf-8';
  readonly #attachments: Part[] = [];
  #top = '';
  #bottom = '';
  readonly #between: { below: string; say: string; sameLine: boolean }[] = [];

  from(from: string): this {
    return this.header('From', from);
  }

  header(name: string, value: string): this {
    this.#fields.set(name, value);
    return this;
  }

  without(name: string): this {
    this.#fields.delete(name);
    return this;
  }

  saying(text: string): this {
    this.#text = text;
    return this;
  }

  sayingInHtml(html: string): this {
    this.#html = html;
    return this;
  }

  topPosted(answer: string): this {
    this.#top = answer;
    return this;
  }

  bottomPosted(answer: string): this {
    this.#bottom = answer;
    return this;
  }

  /** An answer on lines of its own below the line of the letter that begins so. */
  answering(question: string, say: string): this {
    this.#between.push({ below: question, say, sameLine: false });
    return this;
  }

  /** An answer typed at the end of the letter's own line. */
  answeringInside(question: string, say: string): this {
    this.#between.push({ below: question, say, sameLine: true });
    return this;
  }

  /** Puts the letter below, above and between the answers as the named client quotes it. */
  quoting(sent: string, client: Client): this {
    const { attribution, mark } = clients[client];
    const quoted = sent
      .trimEnd()
      .split('\n')
      .flatMap((line) => this.#quoteLine(line, mark));
    const pieces = [this.#top, [...attribution, ...quoted].join('\n'), this.#bottom];
    this.#text = pieces.filter(Boolean).join('\n\n');
    return this;
  }

  attaching(filename: string, type: string, content: Buffer | string): this {
    this.#attachments.push({ type, disposition: `attachment; filename="${filename}"`, content });
    return this;
  }

  /** The mail's bytes. */
  build(): Buffer {
    const bodies = this.#bodies();
    const lines = [...this.#fields].map(([name, value]) => `${name}: ${value}`);
    const whole =
      bodies.length === 1 && this.#attachments.length === 0
        ? writePart(bodies[0]!)
        : writeMultipart(this.#attachments.length > 0 ? 'mixed' : 'alternative', [
            ...(this.#attachments.length > 0 && bodies.length > 1
              ? [writeMultipart('alternative', bodies.map(writePart))]
              : bodies.map(writePart)),
            ...this.#attachments.map(writePart),
          ]);
    return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n`), whole]);
  }

  #bodies(): Part[] {
    const text: Part = { type: this.#textType, content: this.#text };
    if (this.#html === undefined) return [text];
    const html: Part = { type: 'text/html; charset=utf-8', content: this.#html };
    return this.#text ? [text, html] : [html];
  }

  #quoteLine(line: string, mark: string): string[] {
    const quoted = mark ? `${mark}${line}`.trimEnd() : line;
    const said = this.#between.find(({ below }) => line.startsWith(below));
    if (!said) return [quoted];
    return said.sameLine ? [`${quoted} ${said.say}`] : [quoted, said.say];
  }
}

function writePart({ type, disposition, content }: Part): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const encoded = (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n');
  const fields = [`Content-Type: ${type}`, 'Content-Transfer-Encoding: base64'];
  if (disposition) fields.push(`Content-Disposition: ${disposition}`);
  return Buffer.from(`${fields.join('\r\n')}\r\n\r\n${encoded}\r\n`);
}

let boundaries = 0;

function writeMultipart(kind: string, parts: Buffer[]): Buffer {
  const boundary = `part-${(boundaries += 1)}`;
  const pieces = parts.flatMap((part) => [
    Buffer.from(`--${boundary}\r\n`),
    part,
    Buffer.from('\r\n'),
  ]);
  const head = `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), ...pieces, Buffer.from(`--${boundary}--\r\n`)]);
}
