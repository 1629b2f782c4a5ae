// Who may import whom. A lib looks down only: never sideways, never up. From outside a lib only its
// face is seen, as '#lib'. test/architecture/boundaries.spec.ts plants a breach of every rule here.
const TIERS = [
  ['platform'],
  ['jobs', 'register', 'evidence'],
  ['mail', 'law'],
  ['identity'],
  ['governance', 'consents', 'consultation', 'diligence', 'completion'],
  ['cases'],
];
/** The map of the journey knows nobody, and this tier and those above may know it. */
const LOWEST_TO_KNOW_JOURNEY = 4;
/** The one file that starts several apps in one process. */
const STARTS_ALL = '^apps/console/src/start\\.ts$';
const SPEC = '\\.spec\\.ts$';

function looksDown(lib, tier) {
  const below = TIERS.slice(0, tier).flat();
  const map = tier >= LOWEST_TO_KNOW_JOURNEY ? ['journey'] : [];
  const seen = [lib, ...below, ...map].join('|');
  return {
    name: `${lib}-looks-down-only`,
    comment: `${lib} may import ${[...below, ...map].join(', ') || 'no other lib'}.`,
    severity: 'error',
    from: { path: `^libs/${lib}/` },
    to: { path: '^libs/', pathNot: `^libs/(${seen})/` },
  };
}

const libs = TIERS.flatMap((tier, height) => tier.map((lib) => looksDown(lib, height)));

const rules = [
  ...libs,
  {
    name: 'journey-knows-only-xstate',
    comment: 'The machines are pure: no I/O, no clock, nothing of ours.',
    severity: 'error',
    from: { path: '^libs/journey/', pathNot: SPEC },
    to: { pathNot: ['^libs/journey/', '^node_modules/xstate/'] },
  },
  {
    name: 'journey-looks-nowhere',
    comment: 'Its specs too are about the map alone, and its builders know only its face.',
    severity: 'error',
    from: { path: [`^libs/journey/.*${SPEC}`, '^test/support/journey-'] },
    to: {
      path: '^(libs|apps|test|bench|migrations)/',
      pathNot: ['^libs/journey/', '^test/support/journey-', '^test/reference/'],
    },
  },
  {
    name: 'the-plain-model-knows-nothing-of-us',
    comment: 'What the journey is held against shares nothing with it, not even a type.',
    severity: 'error',
    from: { path: '^test/reference/' },
    to: { pathNot: '^test/reference/' },
  },
  {
    name: 'every-lib-has-a-tier',
    comment: 'A new lib is added to the table above.',
    severity: 'error',
    from: { path: '^libs/', pathNot: `^libs/(${[...TIERS.flat(), 'journey'].join('|')})/` },
    to: {},
  },
  {
    name: 'libs-know-no-app',
    severity: 'error',
    from: { path: '^libs/' },
    to: { path: '^(apps|bench|migrations|tools)/' },
  },
  {
    name: 'only-specs-know-test-support',
    severity: 'error',
    from: { path: '^(apps|libs|migrations|bench)/', pathNot: SPEC },
    to: { path: '^test/' },
  },
  {
    name: 'apps-stand-apart',
    severity: 'error',
    from: { path: '^apps/([^/]+)/', pathNot: STARTS_ALL },
    to: { path: '^apps/', pathNot: '^apps/$1/' },
  },
  {
    name: 'a-lib-shows-only-its-face-to-libs',
    comment: "Import '#lib', and put what is needed on its face.",
    severity: 'error',
    from: { path: '^libs/([^/]+)/' },
    to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$'] },
  },
  {
    name: 'a-lib-shows-only-its-face',
    comment: "Import '#lib', and put what is needed on its face.",
    severity: 'error',
    from: { path: '^(apps|migrations|test|bench)/' },
    to: { path: '^libs/', pathNot: '^libs/[^/]+/src/index\\.ts$' },
  },
  {
    name: 'a-face-is-imported-by-name',
    comment: "'#lib', not a path that climbs to it.",
    severity: 'error',
    from: { path: '^(apps|migrations|test|bench|libs/([^/]+))/' },
    to: { path: '^libs/', pathNot: '^libs/$2/', dependencyTypesNot: ['aliased'] },
  },
  {
    name: 'no-cycles',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'the-product-runs-without-dev-dependencies',
    severity: 'error',
    from: { path: '^(apps|libs|migrations)/', pathNot: SPEC },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
];

export default {
  forbidden: rules,
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // Types are dependencies too.
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '^dist/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
    },
  },
};
