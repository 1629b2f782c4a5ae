// Draws the journey from the machines, the table, the rules and the words: docs/journey.md and its
// pictures. `--check` compares them with what is there instead. Reads the compiled code in dist/.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Graphviz } from '@hpcc-js/wasm-graphviz';
import prettier from 'prettier';

const root = resolve(import.meta.dirname, '..');
const journey = (file) => import(join(root, 'dist/libs/journey/src', `${file}.js`));
const { caseMachine } = await journey('case.machine');
const { consentMachine } = await journey('consent.machine');
const { documentMachine } = await journey('document.machine');
const { duties, events, rules } = await journey('index');

const words = (name) =>
  JSON.parse(readFileSync(join(root, `content/journey/${name}.json`), 'utf8'));
const parts = words('parts');
const eventWords = words('events');
const ruleWords = words('rules');
const kindWords = words('document-kinds');

const COLOURS = {
  ink: '#1b2733',
  line: '#44586b',
  faint: '#8a5a00',
  region: '#eef3f8',
  state: '#ffffff',
  start: '#d5e5f5',
  good: '#d9efdf',
  bad: '#f8e2dc',
};

const PICTURES = [
  {
    file: 'journey.svg',
    machine: caseMachine,
    title: 'The journey of a case',
    desc:
      'Fourteen tracks side by side, each from its first state at the left to its last at the ' +
      'right, and its endings. The same facts stand as tables in journey.md.',
  },
  {
    file: 'journey-consent.svg',
    machine: consentMachine,
    title: 'One body’s consent',
    desc: 'From asking to the body’s decision, and back. The same facts stand in journey.md.',
  },
  {
    file: 'journey-document.svg',
    machine: documentMachine,
    title: 'One legal document',
    desc: 'Received, cleared, signed by each party. The same facts stand in journey.md.',
  },
];

/** States from which the same thing leads to the same place: drawn as a box with one arrow. */
const GROUPS = {
  consent: {
    forOneTrust: [
      'requested',
      'acknowledged',
      'underConsideration',
      'granted',
      'conditional',
      'refused',
      'withdrawn',
    ],
    withBody: ['requested', 'acknowledged', 'underConsideration'],
  },
};

const graphviz = await Graphviz.load();
const files = new Map();
for (const picture of PICTURES)
  files.set(`docs/${picture.file}`, withTitle(graphviz.dot(dotOf(picture.machine)), picture));
files.set(
  'docs/journey.md',
  await prettier.format(page(), { parser: 'markdown', printWidth: 100 }),
);

if (process.argv.includes('--check')) check();
else write();

function check() {
  const stale = [...files].filter(([file, text]) => {
    const path = join(root, file);
    return !existsSync(path) || readFileSync(path, 'utf8') !== text;
  });
  for (const [file] of stale)
    console.error(`${file} is not current: run node tools/draw-journey.mjs`);
  process.exitCode = stale.length === 0 ? 0 : 1;
}

function write() {
  mkdirSync(join(root, 'docs'), { recursive: true });
  for (const [file, text] of files) writeFileSync(join(root, file), text);
  console.log([...files.keys()].join('\n'));
}

// ---- pictures ----

function dotOf(machine) {
  const nodes = [];
  const edges = new Map();
  draw(machine.root, nodes, edges);
  // Edges come after all clusters, or a target is drawn inside the wrong one.
  return `digraph journey {
    graph [rankdir=LR, fontname="Helvetica", fontsize=15, fontcolor="${COLOURS.ink}", bgcolor="white",
      nodesep=0.35, ranksep=0.55, pad=0.3, compound=true, newrank=false];
    node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=13, margin="0.16,0.09",
      fontcolor="${COLOURS.ink}", color="${COLOURS.line}", fillcolor="${COLOURS.state}", penwidth=1.2];
    edge [fontname="Helvetica", fontsize=11, fontcolor="${COLOURS.ink}", color="${COLOURS.line}",
      arrowsize=0.7];
    ${grouped(machine, nodes).join('\n')}
    ${[...edges.values()].join('\n')}
  }`;
}

function draw(node, nodes, edges) {
  const children = Object.values(node.states);
  for (const [event, ways] of node.transitions)
    for (const way of ways) addEdges(edges, node, event, way);
  for (const way of node.always ?? []) addEdges(edges, node, '', way);
  if (children.length === 0) {
    nodes.push({ key: node.key, text: stateOf(node) });
    return;
  }
  const track = parts.tracks[nameOf(node)];
  const inside = track === undefined ? nodes : [];
  // Graphviz stacks from the bottom up.
  const hasTracks = children.some((child) => Object.keys(child.states).length > 0);
  for (const child of hasTracks ? children.toReversed() : children) draw(child, inside, edges);
  if (track !== undefined)
    nodes.push({ key: node.key, text: box(nameOf(node), track.title, inside) });
}

function box(name, label, inside) {
  return `subgraph "cluster_${name}" {
    label="${label}"; labeljust=l; style="rounded,filled"; color="${COLOURS.line}";
    fillcolor="${COLOURS.region}"; margin=14;
    ${inside.map(({ text }) => text).join('\n')}
  }`;
}

/** The larger group holds the smaller one. */
function grouped(machine, nodes) {
  const groups = Object.entries(GROUPS[machine.id] ?? {}).toReversed();
  const all = groups.reduce((drawn, [name, members]) => {
    const inside = drawn.filter(({ key }) => members.includes(key) || key in GROUPS[machine.id]);
    const rest = drawn.filter((one) => !inside.includes(one));
    return [...rest, { key: name, text: box(name, parts.groups[name], inside) }];
  }, nodes);
  return all.map(({ text }) => text);
}

/** A converted case still takes what comes in the weeks after, and yet it is an ending. */
function isEnding({ type, key }) {
  return type === 'final' || key === 'converted';
}

function stateOf(node) {
  const isStart = node.parent?.config.initial === node.key && !isEnding(node);
  const ending = isEnding(node) ? (node.key === 'converted' ? 'good' : 'bad') : null;
  const fill = COLOURS[ending ?? (isStart ? 'start' : 'state')];
  const shape = ending === null ? '' : ', shape=box, style=filled, peripheries=2';
  return `"${node.id}" [label="${stateName(node)}", fillcolor="${fill}"${shape}];`;
}

function addEdges(edges, node, event, way) {
  for (const target of way.target ?? [])
    for (const source of leavesOf(node)) {
      const group = groupOf(source, event, way);
      const key = [group?.name ?? source.id, target.id, event, guardName(way.guard)].join(' ');
      if (!edges.has(key)) edges.set(key, edge(source, leavesOf(target)[0], event, way, group));
    }
}

/** The group whose every member has this way, if there is one: its arrow stands for all. */
function groupOf(source, event, way) {
  const [machine] = source.id.split('.');
  const found = Object.entries(GROUPS[machine] ?? {}).find(
    ([, members]) =>
      members.includes(source.key) &&
      !members.includes(way.target?.[0].key) &&
      members.every((key) => hasSameWay(source.parent.states[key], event, way)),
  );
  return found && { name: found[0], from: found[1].at(-1) };
}

function hasSameWay(node, event, way) {
  return (node.transitions.get(event) ?? []).some(
    ({ target, guard }) =>
      target?.[0] === way.target?.[0] && guardName(guard) === guardName(way.guard),
  );
}

/** What another trust undoes is drawn without words, or it would cover the rest. */
function edge(source, target, event, way, group) {
  const undoes = event === 'trust.chosen' && source.key !== 'unnamed';
  const look = undoes
    ? `style=dashed, color="${COLOURS.faint}"${group ? '' : ', constraint=false'}`
    : `label="${edgeLabel(event, way)}"`;
  const goesBack = source.machine !== caseMachine && source.order > target.order;
  const rank = goesBack && !undoes ? ', constraint=false' : '';
  const from = group === undefined ? source.id : source.id.replace(source.key, group.from);
  const tail = group === undefined ? '' : `, ltail="cluster_${group.name}"`;
  return `"${from}" -> "${target.id}" [${look}${rank}${tail}];`;
}

function leavesOf(node) {
  const children = Object.values(node.states);
  return children.length === 0 ? [node] : children.flatMap(leavesOf);
}

function edgeLabel(event, way) {
  const said = [event === '' ? [] : labelOf(event), guardName(way.guard) ?? []].flat();
  return said.length === 0 ? parts.otherwise : said.join('\\n');
}

function labelOf(event) {
  return eventWords[event].label;
}

function guardName(guard) {
  if (guard === undefined) return null;
  // A guard of several is named by each that has something to say.
  if (typeof guard === 'function' && guard.guards !== undefined)
    return guard.guards.map(guardName).join(', ');
  const type = typeof guard === 'string' ? guard : guard.type;
  if (type === 'trustIsOpen') return null;
  const named = parts.guards[type];
  if (typeof named === 'string') return named;
  return named[
    Object.values(guard.params ?? {})
      .flat()
      .join(' ')
  ];
}

function stateName(node) {
  const [machine] = node.id.split('.');
  if (machine === 'consent') return parts.consentStates[node.key];
  if (machine === 'document') return parts.documentStates[node.key];
  if (isEnding(node)) return parts.endings[node.key];
  return parts.tracks[nameOf(node.parent)].states[node.key];
}

function nameOf(node) {
  return node.path.filter((key) => key !== 'live').join('.');
}

/** For people who do not see it: one picture with a name, in place of a heap of node names. */
function withTitle(svg, { title, desc }) {
  return `${svg
    .replace(/<\?xml[\s\S]*?<svg/, '<svg role="img" aria-labelledby="title desc"')
    .replaceAll(/<!--[\s\S]*?-->\n?/g, '')
    .replaceAll(/<title>[\s\S]*?<\/title>\n?/g, '')
    .replace(
      /(<svg[^>]*>)/,
      `$1\n<title id="title">${title}</title>\n<desc id="desc">${desc}</desc>`,
    )
    .trim()}\n`;
}

// ---- the page ----

function page() {
  return `<!-- Generated by tools/draw-journey.mjs: change the machines, the rules or the words, not this. -->

# The journey

How a maintained school in England becomes an academy, as this service carries it. Three machines
move: one for the case, one for each consent, one for each legal document. Each is drawn from the
code that decides, and so is every table here.

A case’s parts go on side by side. Most things may happen in any order; what the law or the
Department for Education puts in order is said by a [rule](#rules).

## ${parts.machines.case.title}

${parts.machines.case.sentence}

![Every part of a case with its states, and its endings](journey.svg)

A dashed line is what another trust undoes: until the application the trust can change, and what
was given or answered for the earlier one falls. Blue is where a part begins.

${tracksOf(caseMachine).map(trackSection).join('\n\n')}

## ${parts.machines.consent.title}

${parts.machines.consent.sentence} Silence is never consent.

![The states of a consent](journey-consent.svg)

${movesTable(statesOf(consentMachine.root))}

## ${parts.machines.document.title}

${parts.machines.document.sentence}

![The states of a legal document](journey-document.svg)

${movesTable(statesOf(documentMachine.root))}

## Events

Every event is a fact with its day, its sender and its evidence. The code of an event stands in the
record.

${eventsTable()}

## Rules

A rule stops an event or warns of something. It is law, the Department for Education’s own demand, or
good practice. Each case keeps the rules that were in force when it was opened.

${rulesTable()}

## Duties by kind of school

Who has to consent, who employs the staff, and what becomes of the land.

${dutiesTable()}
`;
}

function tracksOf(machine) {
  const within = (node) =>
    Object.values(node.states).flatMap((child) =>
      child.type === 'parallel' ? within(child) : isEnding(child) ? [] : [child],
    );
  return within(machine.root.states.live);
}

function trackSection(node) {
  return `### ${parts.tracks[nameOf(node)].title}\n\n${movesTable(statesOf(node))}`;
}

function statesOf(node) {
  return Object.values(node.states);
}

function movesTable(states) {
  const rows = states.map((state) => [stateName(state), waysFrom(state).join('<br>') || 'Stays.']);
  return table(['State', 'What leads on'], rows);
}

function waysFrom(state) {
  const own = [...state.transitions, ...(state.parent?.parent ? state.parent.transitions : [])];
  const always = (state.always ?? []).map((way) => wayWords('', way));
  return [...always, ...own.flatMap(([event, ways]) => ways.map((way) => wayWords(event, way)))];
}

function wayWords(event, way) {
  const claim = guardName(way.guard);
  const what = event === '' ? '' : capital(labelOf(event));
  const said = [what, claim].filter(Boolean).join(', ') || capital(parts.otherwise);
  // A way without a target is remembered, and the state stays.
  const leads = way.target === undefined ? 'stays' : stateName(leavesOf(way.target[0])[0]);
  return `${capital(said)} → ${leads}`;
}

function eventsTable() {
  const rows = Object.entries(events).map(([type, { by, evidence, tells }]) => [
    `${plain(eventWords[type].act)}<br>\`${type}\``,
    by.map((sender) => parts.senders[sender]).join(', '),
    evidence.map(({ kinds }) => oneOf(kinds.map((kind) => kindWords[kind]))).join('; ') || '-',
    tells
      .map(
        ({ letter, to, only = {} }) =>
          `\`${letter}\` to ${to.map((one) => parts.recipients[one]).join(', ')}` +
          Object.values(only)
            .map((value) => ` (only where ${value})`)
            .join(''),
      )
      .join('<br>') || '-',
  ]);
  return table(['Event', 'Sent by', 'Evidence', 'Letters'], rows);
}

function oneOf(names) {
  const rest = names.slice(1).map((name) => name.charAt(0).toLowerCase() + name.slice(1));
  return names.length < 2
    ? names.join('')
    : `${[names[0], ...rest.slice(0, -1)].join(', ')} or ${rest.at(-1)}`;
}

function rulesTable() {
  const rows = rules.map((rule) => [
    `<a id="${rule.id.toLowerCase()}"></a>${rule.id}`,
    `${ruleWords[rule.id]}<br>Otherwise: “${rule.sentence.replaceAll(/\{\w+\}/g, '…')}” ${rule.remedy}`,
    rule.gates.map((gate) => `\`${gate}\``).join('<br>'),
    `${parts.effects[rule.effect]}<br>${parts.strengths[rule.strength]}`,
    `[${rule.source.title}](${rule.source.url})`,
    rule.until === undefined ? `from ${rule.from}` : `${rule.from} to ${rule.until}`,
  ]);
  return table(['Rule', 'What it asks', 'Of', 'Effect', 'Source', 'In force'], rows);
}

function dutiesTable() {
  const rows = schools().map(({ kind, school, found }) => {
    const what = duties({ school, found, bodies: [], route: 'join', on: '2026-09-01' });
    return [
      kind,
      what.mustConsent
        .map(({ capacity, basis }) => `${parts.capacities[capacity]} (${basis})`)
        .join('<br>') || 'nobody',
      what.mustConsult.map(({ who, basis }) => `${capital(who)} (${basis})`).join('<br>'),
      parts.employers[what.employer],
      parts.land[what.land],
      what.documents
        .map(({ id, parties }) =>
          [parts.documents[id], parties.map((party) => parts.parties[party]).join(', ')]
            .filter(Boolean)
            .join(', signed by '),
        )
        .join('<br>'),
    ];
  });
  return table(
    ['School', 'Must consent', 'Must be consulted', 'Employer', 'Land', 'Documents'],
    rows,
  );
}

/** One school of each kind, as the register gives it. */
function schools() {
  const coded = (code, name) => ({ code, name });
  const types = {
    community: '01',
    'community-special': '07',
    'pupil-referral-unit': '14',
    'voluntary-controlled': '03',
    'voluntary-aided': '02',
    'foundation-with-foundation': '05',
    'foundation-without-foundation': '05',
    'foundation-special-with-foundation': '12',
    'foundation-special-without-foundation': '12',
  };
  const kinds = [
    ...Object.keys(types).map((category) => [category, []]),
    ['voluntary-controlled', ['church-of-england']],
    ['voluntary-aided', ['church-of-england']],
    ['voluntary-aided', ['roman-catholic']],
    ['voluntary-aided', ['methodist']],
    ['voluntary-aided', ['church-of-england', 'methodist']],
    ['voluntary-aided', ['church-of-england', 'roman-catholic']],
    ['voluntary-aided', ['jewish']],
  ];
  return kinds.map(([category, denominations]) => ({
    kind: [
      parts.categories[category],
      denominations.map((one) => parts.denominations[one]).join(' and '),
    ]
      .filter(Boolean)
      .join(', '),
    school: {
      urn: '100000',
      name: 'A school',
      type: coded(types[category], ''),
      status: null,
      religiousCharacter: null,
      diocese: null,
      localAuthority: null,
      trustFlag: null,
      inFederation: false,
      pfi: false,
    },
    found: { category, denominations },
  }));
}

function plain(said) {
  return typeof said === 'string' ? said : said.at(-1).say;
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
