export interface HostileBody {
  name: string;
  html: boolean;
  make: (bytes: number) => string;
}

function repeated(name: string, piece: string): HostileBody {
  return { name, html: false, make: (bytes) => piece.repeat(Math.ceil(bytes / piece.length)) };
}

/** Bodies that have stopped the reply parsers in use for seconds or for good; any length. */
export const hostileBodies: HostileBody[] = [
  repeated('newlines', '\n'),
  repeated('spaces', ' '),
  repeated('dashes', '-'),
  repeated('underscores', '_'),
  repeated('tabs', '\t'),
  repeated('nested quote marks', '> '),
  repeated('"On " repeated', 'On '),
  repeated('"Le " repeated', 'Le '),
  repeated('"From: x" lines', 'From: x\n'),
  {
    name: '"On Monday, x wrote" without end',
    html: false,
    make: (bytes) => `On Monday, ${'x '.repeat(Math.ceil(bytes / 2))}wrote`,
  },
  repeated('one letter a line', 'a\n'),
  repeated('quote depths 1 and 2 in turn', '> a\n>> b\n'),
  {
    name: 'divs 20,000 deep around entities',
    html: true,
    make: (bytes) => {
      const depth = Math.min(20_000, Math.floor(bytes / 22));
      const inside = '&amp;'.repeat(Math.ceil((bytes - depth * 11) / 5));
      return '<div>'.repeat(depth) + inside + '</div>'.repeat(depth);
    },
  },
];
